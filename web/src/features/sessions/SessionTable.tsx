import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { usersQuery } from '@/api/queries'
import { useNow } from '@/lib/useNow'
import { age, moment } from '@/lib/time'
import { DataTable, ROW_MAIN, type Column } from '@/ui/DataTable'
import { StatusTag } from './StatusTag'
import { ticketLine, type Session } from './queries'

export interface SessionTableProps {
  rows: readonly Session[]
  onEnd: (() => void) | undefined
}

export function SessionTable({ rows, onEnd }: SessionTableProps) {
  const { data: users } = useQuery(usersQuery)
  const now = useNow()
  const names = new Map(users?.items.map((user) => [user.id, user.name]))

  const columns: Column<Session>[] = [
    {
      header: 'Ticket',
      cell: (session) => <span className="font-mono text-code">{reference(session)}</span>,
      className: 'max-sm:hidden',
    },
    {
      header: 'Title',
      main: true,
      cell: (session) => (
        <Link
          {...ROW_MAIN}
          to="/pilot/$sessionId"
          params={{ sessionId: session.id }}
          className="block truncate font-medium text-fg after:absolute after:inset-0 focus-visible:-outline-offset-2"
        >
          {session.title}
        </Link>
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
      onEnd={onEnd}
    />
  )
}

function reference(session: Session): string {
  const { number } = ticketLine(session)
  if (number === undefined) return '–'
  return /^\d+$/.test(number) ? `#${number}` : number
}
