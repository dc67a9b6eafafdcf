import { Link } from '@tanstack/react-router'
import { reference } from '@/features/sessions/queries'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { DataTable, ROW_MAIN, type Column } from '@/ui/DataTable'
import type { QueueFilters } from './filters'
import { addressee, type Escalation } from './queries'

export interface EscalationTableProps {
  rows: readonly Escalation[]
  filters: QueueFilters
  selected: string | undefined
  onEnd: (() => void) | undefined
}

export function EscalationTable({ rows, filters, selected, onEnd }: EscalationTableProps) {
  const now = useNow()
  const beside = selected !== undefined
  const columns: Column<Escalation>[] = [
    {
      header: 'Escalated',
      cell: (row) => (
        <time dateTime={row.escalated_at} title={moment(row.escalated_at)}>
          {age(row.escalated_at, now)}
        </time>
      ),
    },
    {
      header: 'Session',
      main: true,
      cell: (row) => (
        <span className="flex items-center gap-2">
          {row.ticket_number && <span className="shrink-0 font-mono text-meta text-fg3">{reference(row.ticket_number)}</span>}
          <Link
            {...ROW_MAIN}
            to="/escalations"
            search={{ ...filters, session: row.session_id }}
            aria-current={row.session_id === selected ? 'true' : undefined}
            className="block min-w-0 truncate font-medium text-fg after:absolute after:inset-0 focus-visible:-outline-offset-2 aria-[current=true]:text-accent"
          >
            {row.title}
          </Link>
        </span>
      ),
    },
    { header: 'Client', cell: (row) => row.client ?? '–', className: 'max-md:hidden' },
    {
      header: 'Asks',
      cell: (row) => (
        <span className="block max-w-80 truncate" title={row.question ?? row.reason}>
          {row.question ?? <span className="text-fg2">{row.reason}</span>}
        </span>
      ),
      className: beside ? 'hidden' : 'max-lg:hidden',
    },
    { header: 'For', cell: (row) => addressee(row), className: 'max-sm:hidden' },
    { header: 'By', cell: (row) => row.escalated_by_name, className: beside ? 'hidden' : 'max-md:hidden' },
  ]
  return (
    <DataTable
      label="Escalations"
      columns={columns}
      rows={rows}
      getKey={(row) => row.id}
      place={`escalations?${filters.mine ? 'mine' : (filters.queue ?? '')}`}
      onEnd={onEnd}
    />
  )
}
