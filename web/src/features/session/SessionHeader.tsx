import { PanelRightClose, PanelRightOpen } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { StreamState } from '@/api/events'
import { ticketLine } from '@/features/sessions/queries'
import { copyText } from '@/lib/clipboard'
import { HeaderContent } from '@/shell/HeaderSlot'
import { IconButton } from '@/ui/IconButton'
import { say } from '@/ui/toast'
import { useTitle } from '@/ui/Page'
import type { Whole } from './model/types'
import { Connection } from './Connection'
import { PresenceStack } from './people/PresenceStack'
import { SessionMenu } from './SessionMenu'
import { SessionTags } from './SessionTags'

export interface SessionHeaderProps {
  whole: Whole
  ticketUrl: string | undefined
  stream: StreamState
  /** Changes that are kept here until the server can be reached. */
  waiting: number
  onReconnect: () => void
  laneOpen: boolean
  onLane: () => void
}

export function SessionHeader({ whole, ticketUrl, stream, waiting, onReconnect, laneOpen, onLane }: SessionHeaderProps) {
  const { session } = whole
  const { number, company } = ticketLine(session)
  useTitle(number ? `${number} ${session.title}` : session.title)
  return (
    <HeaderContent>
      {number && <TicketNumber number={number} url={ticketUrl} />}
      <h1 className="min-w-0 truncate font-semibold [anchor-name:--room-start]" title={session.title}>
        {session.title}
      </h1>
      {company && <span className="shrink-0 text-fg2 max-lg:hidden">{company}</span>}
      <span className="flex-1 [anchor-name:--room-end]" />
      {/* In a narrow window they stand beside the tabs. */}
      <span className="flex shrink-0 gap-3 max-lane:hidden">
        <SessionTags whole={whole} />
      </span>
      <PresenceStack />
      <Connection state={stream} waiting={waiting} onReconnect={onReconnect} />
      <SessionMenu sessionId={session.id} client={company ?? ''} resolved={session.status === 'resolved'} />
      <span className="max-lane:hidden">
        <IconButton
          name={laneOpen ? 'Hide the task lane' : 'Show the task lane'}
          keys="]"
          icon={laneOpen ? PanelRightClose : PanelRightOpen}
          onClick={onLane}
        />
      </span>
    </HeaderContent>
  )
}

function TicketNumber({ number, url }: { number: string; url: string | undefined }) {
  const shown = /^\d+$/.test(number) ? `#${number}` : number
  const act = async (event: MouseEvent) => {
    if ((event.ctrlKey || event.metaKey) && url) window.open(url, '_blank', 'noopener')
    else if (await copyText(shown)) say.done(`${shown} copied`)
  }
  return (
    <button
      type="button"
      title={url ? 'Copy; with Ctrl or Cmd: open the ticket' : 'Copy'}
      className="shrink-0 rounded-tag font-mono text-code text-fg2 hover:text-fg"
      onClick={act}
    >
      <span className="sr-only">Ticket </span>
      {shown}
    </button>
  )
}
