import { useQuery } from '@tanstack/react-query'
import { useRef, type ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { meQuery, usersQuery } from '@/api/queries'
import { grouped } from '@/lib/grouped'
import { useActions } from '@/shell/actions'
import { Select } from '@/ui/Field'
import { SearchField } from '@/ui/SearchField'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { readFilters, STATUSES, type Filters } from './filters'
import { clientsQuery } from './queries'

const NAMES = { all: 'All', active: 'Active', resolved: 'Resolved', escalated: 'Escalated' } as const

export interface FilterBarProps {
  filters: Filters
  counts: Schemas['SessionCounts'] | undefined
  onChange: (next: Filters) => void
}

export function FilterBar({ filters, counts, onChange }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  const change = (part: Record<string, unknown>) => onChange(readFilters({ ...filters, ...part }))
  useActions([
    { id: 'filter', name: 'Filter sessions', group: 'This page', keys: '/', run: () => field.current?.focus() },
    {
      id: 'only-mine',
      name: filters.mine ? 'Show everyone’s sessions' : 'Show only my sessions',
      group: 'This page',
      run: () => change({ mine: !filters.mine, assignee: '' }),
    },
  ])
  const states = (['all', ...STATUSES] as const).map((value) => ({
    value,
    label: <Counted name={NAMES[value]} number={countOf(value, counts)} />,
  }))
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <SearchField
        ref={field}
        label="Filter sessions"
        placeholder="Words, ticket or client"
        keys="/"
        value={filters.q ?? ''}
        onSettle={(q) => change({ q })}
      />
      <ToggleGroup
        label="State"
        value={filters.status ?? 'all'}
        options={states}
        onChange={(status) => change({ status })}
      />
      <Owner filters={filters} onChange={change} />
      <Client chosen={filters.client} onChange={(client) => change({ client })} />
    </div>
  )
}

const countOf = (value: keyof typeof NAMES, counts: FilterBarProps['counts']) =>
  counts && (value === 'all' ? counts.active + counts.resolved + counts.escalated : counts[value])

function Counted({ name, number }: { name: string; number: number | undefined }): ReactNode {
  if (number === undefined) return name
  return (
    <>
      {name} <span className="ml-0.5 text-meta font-normal text-fg3 tabular-nums">{grouped(number)}</span>
    </>
  )
}

function Owner({ filters, onChange }: { filters: Filters; onChange: (part: Record<string, unknown>) => void }) {
  const { data: me } = useQuery(meQuery)
  const { data: users } = useQuery(usersQuery)
  const others = users?.items.filter(({ id }) => id !== me?.user_id) ?? []
  return (
    <Select
      label="Owner"
      hideLabel
      className="w-36 max-sm:flex-1"
      value={filters.mine ? 'mine' : (filters.assignee ?? '')}
      onChange={({ target: { value } }) => onChange({ mine: value === 'mine', assignee: value === 'mine' ? '' : value })}
      options={[
        { value: '', label: 'Any owner' },
        { value: 'mine', label: 'Only mine' },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

function Client({ chosen, onChange }: { chosen: string | undefined; onChange: (client: string) => void }) {
  const { data } = useQuery(clientsQuery)
  const names = [...new Set([...(chosen === undefined ? [] : [chosen]), ...(data?.items ?? [])])].toSorted()
  if (names.length === 0) return null
  return (
    <Select
      label="Client"
      hideLabel
      className="w-40 max-sm:flex-1"
      value={chosen ?? ''}
      onChange={({ target }) => onChange(target.value)}
      options={[{ value: '', label: 'Any client' }, ...names.map((name) => ({ value: name, label: name }))]}
    />
  )
}
