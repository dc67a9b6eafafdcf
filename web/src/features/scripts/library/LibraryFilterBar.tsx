import { X } from 'lucide-react'
import { useRef } from 'react'
import { useActions } from '@/shell/actions'
import { Select } from '@/ui/Field'
import { SearchField } from '@/ui/SearchField'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { LANGUAGES } from '../words'
import { readLibraryFilters, type LibraryFilters } from './filters'

const STATES = [
  { value: 'published', label: 'Published' },
  { value: 'draft', label: 'Drafts' },
  { value: 'archived', label: 'Archived' },
] as const

const SOURCES = [
  { value: '', label: 'All sources' },
  { value: 'account', label: 'This desk’s own' },
  { value: 'shipped', label: 'Shipped with Resolvent' },
]

const LANGUAGE_OPTIONS = [
  { value: '', label: 'All languages' },
  ...Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name })),
]

export interface LibraryFilterBarProps {
  filters: LibraryFilters
  onChange: (next: LibraryFilters) => void
}

export function LibraryFilterBar({ filters, onChange }: LibraryFilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  useActions([{ id: 'filter', name: 'Search scripts', group: 'This page', keys: '/', run: () => field.current?.focus() }])
  const change = (part: Record<string, unknown>) => onChange(readLibraryFilters({ ...filters, ...part }))
  const drafts = filters.status === 'draft'
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <ToggleGroup label="State" value={filters.status ?? 'published'} options={STATES} onChange={(status) => change({ status })} />
      {!drafts && (
        <>
          <SearchField ref={field} label="Search scripts" placeholder="Words or tags" keys="/" value={filters.q ?? ''} onSettle={(q) => change({ q })} />
          <Select label="Language" hideLabel className="w-40" options={LANGUAGE_OPTIONS} value={filters.language ?? ''} onChange={(event) => change({ language: event.target.value })} />
          <Select label="Source" hideLabel className="w-48" options={SOURCES} value={filters.source ?? ''} onChange={(event) => change({ source: event.target.value })} />
          {filters.tag && (
            <button type="button" onClick={() => change({ tag: '' })} className="inline-flex h-8 items-center gap-1 rounded-ctl border border-ctl px-2 text-code hover:bg-sunken">
              Tag: {filters.tag}
              <X size={14} aria-hidden />
              <span className="sr-only">remove</span>
            </button>
          )}
        </>
      )}
    </div>
  )
}
