import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { clientsQuery } from '@/features/sessions/queries'
import { Select } from '@/ui/Field'
import { SearchField } from '@/ui/SearchField'
import { ToggleGroup } from '@/ui/ToggleGroup'
import type { SearchFilters } from './filters'

const STATES = [
  { value: '', label: 'All' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'escalated', label: 'Escalated' },
] as const

export interface SearchBarProps {
  field: RefObject<HTMLInputElement | null>
  filters: SearchFilters
  onChange: (part: Partial<Record<keyof SearchFilters, string>>) => void
  /** ArrowDown in the field. */
  onDown: () => void
}

export function SearchBar({ field, filters, onChange, onDown }: SearchBarProps) {
  const { data } = useQuery(clientsQuery)
  const { client = '' } = filters
  const names = [...new Set([...(client ? [client] : []), ...(data?.items ?? [])])].toSorted()
  return (
    <div role="search" className="flex shrink-0 flex-wrap items-center gap-2">
      <SearchField
        ref={field}
        label="Search closed sessions"
        placeholder="Problem, fix or note"
        className="w-full"
        keys="/"
        value={filters.q ?? ''}
        onSettle={(q) => onChange({ q })}
        onDown={onDown}
      />
      <ToggleGroup label="Outcome" value={filters.status ?? ''} options={STATES} onChange={(status) => onChange({ status })} />
      {names.length > 0 && (
        <Select
          label="Client"
          hideLabel
          className="w-48 max-sm:w-full"
          value={client}
          onChange={({ target }) => onChange({ client: target.value })}
          options={[{ value: '', label: 'Any client' }, ...names.map((name) => ({ value: name, label: name }))]}
        />
      )}
    </div>
  )
}
