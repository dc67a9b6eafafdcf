import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Session } from '@/features/sessions/queries'
import { SearchField } from '@/ui/SearchField'
import { ErrorState, Skeleton } from '@/ui/states'
import { activeSessionsQuery } from './queries'

export interface SessionChoiceProps {
  client: string
  chosen: string | undefined
  onChoose: (session: Session) => void
}

const companyOf = ({ ticket }: Session) => (typeof ticket?.company === 'string' ? ticket.company : '')
const numberOf = ({ ticket }: Session) => (typeof ticket?.number === 'string' || typeof ticket?.number === 'number' ? `#${ticket.number}` : '')

/** The active sessions, this client's first. */
export function SessionChoice({ client, chosen, onChoose }: SessionChoiceProps) {
  const [q, setQ] = useState('')
  const found = useQuery(activeSessionsQuery(q))
  const sessions = (found.data?.items ?? []).toSorted((a, b) => Number(companyOf(b) === client) - Number(companyOf(a) === client))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Session</legend>
      <SearchField label="Search active sessions" placeholder="Words or ticket number" value={q} onSettle={setQ} />
      {found.isPending && <Skeleton lines={3} label="Loading sessions" />}
      {found.error && <ErrorState what="The sessions could not be loaded." error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && sessions.length === 0 && <p className="text-fg2">{q ? 'No active session has these words.' : 'No session is active.'}</p>}
      <div className="flex max-h-44 flex-col overflow-y-auto rounded-ctl border border-line empty:hidden">
        {sessions.map((session) => (
          <label key={session.id} className="flex min-h-9 items-center gap-2 border-b border-line px-3 py-1 last:border-b-0 hover:bg-sunken has-checked:bg-sunken">
            <input type="radio" name="session" className="size-4 shrink-0" checked={session.id === chosen} onChange={() => onChoose(session)} />
            <span className="min-w-0 flex-1 truncate">{session.title}</span>
            <span className="shrink-0 text-meta text-fg3">{[numberOf(session), companyOf(session)].filter(Boolean).join(' ')}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
