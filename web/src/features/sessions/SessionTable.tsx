import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { usersQuery } from '@/api/queries'
import { cx } from '@/lib/cx'
import { useNow } from '@/lib/useNow'
import { age, moment } from '@/lib/time'
import { DataTable, ROW_MAIN, ROW_TITLE, type Column } from '@/ui/DataTable'
import { StatusTag } from './StatusTag'
import { reference, ticketLine, type Session } from './queries'

export interface SessionTableProps {
  rows: readonly Session[]
  /** Names the list with its filters. */
  place: string
  onEnd: (() => void) | undefined
}

export function SessionTable({ rows, place, onEnd }: SessionTableProps) {
  const { data: users } = useQuery(usersQuery)
  const now = useNow()
  const names = new Map(users?.items.map((user) => [user.id, user.name]))

  const columns: Column<Session>[] = [
    {
      header: 'Ticket',
      cell: (session) => <span className="font-mono text-code">{shownNumber(session)}</span>,
      className: 'max-sm:hidden',
    },
    {
      header: 'Title',
      main: true,
      cell: (session) => (
        <span className="flex items-center gap-2">
          {session.unread && <Unread />}
          {ticketLine(session).number && (
            <span className="shrink-0 font-mono text-meta text-fg3 sm:hidden">{shownNumber(session)}</span>
          )}
          <Link
            {...ROW_MAIN}
            to="/pilot/$sessionId"
            params={{ sessionId: session.id }}
            className={cx(ROW_TITLE, session.unread ? 'font-semibold' : 'font-medium')}
          >
            {session.title}
          </Link>
        </span>
      ),
    },
    { header: 'Client', cell: (session) => ticketLine(session).company ?? '–', className: 'max-md:hidden' },
    { header: 'State', cell: (session) => <StatusTag status={session.status} changedSince={session.changed_since} /> },
    {
      header: 'Owner',
      cell: (session) => (session.assignee_id ? (names.get(session.assignee_id) ?? '…') : 'Nobody'),
      className: 'max-md:hidden',
    },
    {
      header: 'Opened',
      cell: (session) => (
        <time dateTime={session.created_at} title={moment(session.created_at)}>
          {age(session.created_at, now)}
        </time>
      ),
      className: 'max-sm:hidden',
    },
  ]

  return (
    <DataTable
      label="Sessions"
      columns={columns}
      rows={rows}
      getKey={(session) => session.id}
      place={place}
      onEnd={onEnd}
    />
  )
}

const Unread = () => (
  <span title="Something happened since you last had it open" className="flex shrink-0">
    <span aria-hidden className="size-2 rounded-full bg-accent" />
    <span className="sr-only">Unread:</span>
  </span>
)

const shownNumber = (session: Session) => {
  const { number } = ticketLine(session)
  return number === undefined ? '–' : reference(number)
}
