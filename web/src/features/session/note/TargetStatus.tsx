import { useQuery } from '@tanstack/react-query'
import { ticketLine } from '@/features/sessions/queries'
import type { Schemas } from '@/api/client'
import { settingsQuery } from '@/api/queries'
import { Select } from '@/ui/Field'
import type { Kind, Whole } from '../model/types'
import { statusesQuery } from './calls'
import { findTarget } from './target'

export interface TargetStatusProps {
  session: Whole['session']
  connection: Schemas['ConnectionOut'] | undefined
  kind: Kind
  chosen: string | undefined
  onChoose: (statusId: string | undefined) => void
}

const LEAVE = ''

/** Which status the ticket gets with the note; another one can be picked for this once. */
export function TargetStatus({ session, connection, kind, chosen, onChoose }: TargetStatusProps) {
  const linked = connection !== undefined && session.ticket_id !== null
  const settings = useQuery({ ...settingsQuery, enabled: linked })
  const statuses = useQuery({ ...statusesQuery(connection?.id ?? '', session.ticket_id ?? ''), enabled: linked })
  if (!session.connection_id) return <p className="text-code text-fg2">No ticket is linked: the note is kept in Resolvent.</p>
  if (!connection || !settings.data) return <p className="late text-code text-fg3">Reading the target status</p>

  const boardId = typeof session.ticket?.board_id === 'string' ? session.ticket.board_id : null
  const target = findTarget(settings.data.preferences, connection, boardId, kind)
  const current = ticketLine(session).status ?? 'as it is'
  const listed = statuses.data?.items ?? []
  const options = [
    ...(target === undefined ? [{ value: LEAVE, label: `Leave it (${current})` }] : []),
    ...listed.map(({ id, name }) => ({ value: id, label: name })),
    ...(target !== undefined && !listed.some(({ id }) => id === target) ? [{ value: target, label: target }] : []),
  ]
  return (
    <div className="flex items-center gap-2">
      <span aria-hidden className="text-code whitespace-nowrap text-fg2">
        Sets status
      </span>
      <Select
        label="Status the ticket gets"
        hideLabel
        className="min-w-0 max-w-52 flex-1"
        options={options}
        value={chosen ?? target ?? LEAVE}
        onChange={({ target: { value } }) => onChoose(value === (target ?? LEAVE) ? undefined : value)}
      />
      {target === undefined && chosen === undefined && (
        <span className="text-meta text-amber-fg">No target status is set</span>
      )}
    </div>
  )
}
