import { Link } from '@tanstack/react-router'
import { Archive } from 'lucide-react'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { DataTable, ROW_MAIN, type Column } from '@/ui/DataTable'
import { IconButton } from '@/ui/IconButton'
import { useArchiveDiagram, type DiagramBrief } from './queries'
import { Trouble } from './StatusMark'

export interface DiagramTableProps {
  rows: readonly DiagramBrief[]
  session: string | undefined
  withClient: boolean
  onEnd: (() => void) | undefined
}

export function DiagramTable({ rows, session, withClient, onEnd }: DiagramTableProps) {
  const now = useNow()
  const { archive } = useArchiveDiagram()
  const columns: Column<DiagramBrief>[] = [
    {
      header: 'Diagram',
      main: true,
      cell: ({ id, client, title }) => (
        <Link
          {...ROW_MAIN}
          to="/map/$client"
          params={{ client }}
          search={{ diagram: id, ...(session && { session }) }}
          className="block truncate font-medium text-fg after:absolute after:inset-0 focus-visible:-outline-offset-2"
        >
          {title}
        </Link>
      ),
    },
    { header: 'Client', cell: ({ client }) => client, className: withClient ? 'max-sm:hidden' : 'hidden' },
    { header: 'Devices', cell: ({ nodes_count: devices }) => devices, className: 'max-md:hidden' },
    { header: 'Trouble', cell: ({ down, warning }) => <Trouble down={down} warning={warning} /> },
    { header: 'Saved by', cell: ({ updated_by: by }) => by, className: 'max-lg:hidden' },
    {
      header: 'Saved',
      cell: ({ updated_at: at }) => (
        <time dateTime={at} title={moment(at)}>
          {age(at, now)}
        </time>
      ),
      className: 'max-md:hidden',
    },
    {
      header: 'Actions',
      cell: ({ id, title }) => (
        <span className="relative flex">
          <IconButton name={`Archive ${title}`} icon={Archive} onClick={() => archive.mutate({ id, title })} />
        </span>
      ),
      className: 'max-sm:hidden',
    },
  ]
  return <DataTable label="Network diagrams" columns={columns} rows={rows} getKey={({ id }) => id} onEnd={onEnd} />
}
