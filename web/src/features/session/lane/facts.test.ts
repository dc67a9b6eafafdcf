import { expect, it } from 'vitest'
import { fact } from '../fixture'
import { tellSource } from './fact-source'
import { tellResult } from './result-fact'
import { findSame } from './same-fact'

it.each(['only site b is affected', '  Only  Site B is affected. ', 'ONLY SITE B IS AFFECTED!'])('finds what is known already: %j', (text) => {
  expect(findSame([fact()], text)?.id).toBe('fact-1')
})

it.each(['', '   ', 'Only Site A is affected'])('finds nothing where nothing is the same: %j', (text) => {
  expect(findSame([fact({ text: 'Only Site B is affected' }), fact({ id: 'fact-2', text: '…' })], text)).toBeUndefined()
})

it.each([
  [{ source: 'mcp', status: 'proposed' }, false, 'Proposed by Dana Klein, through MCP'],
  [{ source: 'mcp', status: 'confirmed' }, true, 'Added by you, through MCP'],
  [{ source: 'engineer', status: 'proposed' }, false, 'Proposed by Dana Klein'],
  [{ source: 'ticket', status: 'proposed' }, false, 'Proposed, from the ticket'],
] as const)('tells whose a fact is: %j', (values, mine, words) => {
  expect(tellSource(fact(values), mine).words).toBe(words)
})

it('tells a result in one line, and says when there is more', () => {
  expect(tellResult('Is the spooler running?', ' Stopped ')).toBe('Is the spooler running? Stopped')
  expect(tellResult('Printer driver', '\nName   Version\nHP     7.0')).toBe('Printer driver: Name   Version …')
  expect(tellResult('Ping', 'x'.repeat(300))).toBe(`Ping: ${'x'.repeat(200)} …`)
})
