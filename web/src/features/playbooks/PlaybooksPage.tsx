import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { BookOpenText, Plus } from 'lucide-react'
import { useRef } from 'react'
import { cx } from '@/lib/cx'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { useActions } from '@/shell/actions'
import { Button } from '@/ui/Button'
import { DataTable, ROW_MAIN, ROW_TITLE, type Column } from '@/ui/DataTable'
import { Page } from '@/ui/Page'
import { SearchField } from '@/ui/SearchField'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { readPlaybookFilters, type PlaybookFilters } from './filters'
import { playbooksQuery, type PlaybookBrief } from './queries'
import { useCreate } from './useActs'
import { EMPTY, tellState, toneOf } from './words'

const STATES = [
  { value: '', label: 'All' },
  { value: 'draft', label: 'Drafts' },
  { value: 'archived', label: 'Archived' },
] as const

export default function PlaybooksPage() {
  const filters = readPlaybookFilters(useSearch({ from: '/app/playbooks' }))
  const navigate = useNavigate({ from: '/playbooks' })
  const change = (part: Record<string, unknown>) => void navigate({ search: readPlaybookFilters({ ...filters, ...part }), replace: true })
  const field = useRef<HTMLInputElement>(null)
  const create = useCreate()
  const make = () => create.mutate({ text: EMPTY.replaceAll('new-playbook', `playbook-${Date.now().toString(36)}`) })
  useActions([
    { id: 'new-playbook', name: 'New playbook', group: 'This page', keys: 'n', run: make },
    { id: 'filter', name: 'Search playbooks', group: 'This page', keys: '/', run: () => field.current?.focus() },
  ])
  return (
    <Page
      title="Playbooks"
      layout="fill"
      actions={
        <Button variant="primary" idle={create.isPending} onClick={make}>
          <Plus size={16} strokeWidth={2} aria-hidden /> New playbook
        </Button>
      }
    >
      <div role="search" className="flex flex-wrap items-center gap-2">
        <ToggleGroup label="State" value={filters.status ?? ''} options={STATES} onChange={(status) => change({ status })} />
        <SearchField ref={field} label="Search playbooks" placeholder="Words of the problem" keys="/" value={filters.q ?? ''} onSettle={(q) => change({ q })} />
      </div>
      <List filters={filters} onClear={() => change({ q: '', status: '' })} />
    </Page>
  )
}

function List({ filters, onClear }: { filters: PlaybookFilters; onClear: () => void }) {
  const { data, error, refetch } = useQuery(playbooksQuery(filters))
  if (error) return <ErrorState what="The playbooks could not be loaded." error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={8} label="Loading playbooks" />
  if (data.items.length === 0)
    return (
      <EmptyState icon={BookOpenText} action={<Button onClick={onClear}>Clear the filters</Button>}>
        No playbook matches these filters.
      </EmptyState>
    )
  return (
    <>
      <p role="status" className="-my-2 text-meta text-fg3">
        {data.items.length === 1 ? '1 playbook' : `${data.items.length} playbooks`}
      </p>
      <Table rows={data.items} />
    </>
  )
}

function Table({ rows }: { rows: readonly PlaybookBrief[] }) {
  const now = useNow()
  const columns: Column<PlaybookBrief>[] = [
    {
      header: 'Title',
      main: true,
      cell: ({ key, title }) => (
        <Link {...ROW_MAIN} to="/playbooks/$key" params={{ key }} className={cx(ROW_TITLE, 'font-medium')}>
          {title}
        </Link>
      ),
    },
    { header: 'State', cell: (one) => <Tag tone={toneOf(one)}>{tellState(one)}</Tag> },
    { header: 'Causes', cell: ({ causes }) => causes, className: 'max-md:hidden' },
    { header: 'Checks', cell: ({ checks }) => checks, className: 'max-md:hidden' },
    { header: 'Fixes', cell: ({ fixes }) => fixes, className: 'max-md:hidden' },
    {
      header: 'Changed',
      cell: ({ updated_at: at, updated_by: by }) => (at ? <time dateTime={at} title={moment(at)}>{`${age(at, now)}, ${by}`}</time> : '–'),
      className: 'max-lg:hidden',
    },
  ]
  return <DataTable label="Playbooks" columns={columns} rows={rows} getKey={({ key }) => key} />
}
