import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { meQuery } from '@/api/queries'
import { useKeepFocus } from '@/features/session/useKeepFocus'
import { Page } from '@/ui/Page'
import { AllTokens } from './AllTokens'
import { Mcp } from './Mcp'
import { Tokens } from './Tokens'

export default function TokensPage() {
  const { data: me } = useQuery(meQuery)
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)
  return (
    <Page title="API tokens">
      <div ref={root} className="flex flex-col gap-4">
        {me && <Tokens role={me.role} />}
        <Mcp />
        {me?.role === 'admin' && <AllTokens myId={me.user_id} />}
      </div>
    </Page>
  )
}
