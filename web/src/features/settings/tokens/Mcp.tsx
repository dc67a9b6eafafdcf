import { CodeBlock } from '@/ui/CodeBlock'
import { Card } from '../Card'

/** How a program that speaks the Model Context Protocol is connected; docs/mcp.md tells more. */
export function Mcp() {
  const address = window.location.origin
  return (
    <Card
      title="Programs that speak MCP"
      description="An assistant outside of Resolvent can read sessions, propose facts, checks and fixes, and preview notes, with one of your tokens. It can’t post, run or decide anything."
    >
      <p className="text-fg2">Over HTTP, with the token as bearer:</p>
      <CodeBlock code={`${address}/mcp`} language="address" />
      <p className="text-fg2">Or as a command that the program starts, where Resolvent is installed:</p>
      <CodeBlock code={`RESOLVENT_URL=${address} RESOLVENT_TOKEN=rv_… resolvent mcp`} language="command" />
    </Card>
  )
}
