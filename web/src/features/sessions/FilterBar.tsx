import { useRef } from 'react'
import { useActions } from '@/shell/actions'
import { SearchField } from '@/ui/SearchField'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { readFilters, type Filters } from './filters'

const STATES = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'escalated', label: 'Escalated' },
] as const

export interface FilterBarProps {
  filters: Filters
  onChange: (next: Filters) => void
}

export function FilterBar({ filters, onChange }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'filter', name: 'Filter sessions', group: 'This page', keys: '/', run: () => field.current?.focus() },
  ])
  const change = (part: Record<string, unknown>) => onChange(readFilters({ ...filters, ...part }))
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <SearchField
        ref={field}
        label="Filter sessions"
        placeholder="Words, ticket or client (press /)"
        value={filters.q ?? ''}
        onSettle={(q) => change({ q })}
      />
      <ToggleGroup
        label="State"
        value={filters.status ?? 'all'}
        options={STATES}
        onChange={(status) => change({ status })}
      />
      <label className="flex h-8 items-center gap-2 px-1">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={filters.mine === true}
          onChange={(event) => change({ mine: event.target.checked })}
        />
        Only mine
      </label>
    </div>
  )
}
