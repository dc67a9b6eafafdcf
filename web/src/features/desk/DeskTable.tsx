import { Link } from '@tanstack/react-router'
import { age, moment } from '@/lib/time'
import { cx } from '@/lib/cx'
import { useNow } from '@/lib/useNow'
import { DataTable, ROW_MAIN, ROW_TITLE, type Column } from '@/ui/DataTable'
import { DeskStatus } from './DeskStatus'
import type { DeskTicket } from './queries'

export interface DeskTableProps {
  rows: readonly DeskTicket[]
  q: string
  selected: string | undefined
  onEnd: (() => void) | undefined
}

export function DeskTable({ rows, q, selected, onEnd }: DeskTableProps) {
  const now = useNow()
  const wide = selected === undefined ? 'max-md:hidden' : 'hidden'
  const columns: Column<DeskTicket>[] = [
    { header: 'Number', cell: ({ number }) => <span className="font-mono text-code">#{number}</span>, className: 'max-sm:hidden' },
    {
      header: 'Summary',
      main: true,
      cell: ({ id, summary }) => (
        <Link
          {...ROW_MAIN}
          to="/desk"
          search={{ ...(q && { q }), ticket: id }}
          aria-current={id === selected || undefined}
          className={cx(ROW_TITLE, 'font-medium')}
        >
          {summary}
        </Link>
      ),
    },
    { header: 'Company', cell: ({ company }) => company ?? '–', className: wide },
    { header: 'Contact', cell: ({ contact }) => contact ?? '–', className: wide },
    { header: 'Status', cell: ({ status }) => <DeskStatus status={status} /> },
    {
      header: 'Changed',
      cell: ({ updated_at }) => (
        <time dateTime={updated_at} title={moment(updated_at)}>
          {age(updated_at, now)}
        </time>
      ),
      className: wide,
    },
  ]
  return (
    <DataTable
      label="Desk tickets"
      columns={columns}
      rows={rows}
      getKey={({ id }) => id}
      place={`desk?${q}`}
      onEnd={onEnd}
    />
  )
}
