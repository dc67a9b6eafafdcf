import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Select, TextField } from '@/ui/Field'
import type { User } from '../users/queries'
import { sessionIn, type AuditFilters } from './filters'
import { KINDS } from './words'

export interface AuditFilterBarProps {
  filters: AuditFilters
  people: readonly User[]
  onChange: (part: Partial<Record<keyof AuditFilters, string | undefined>>) => void
  onClear: () => void
}

export function AuditFilterBar({ filters, people, onChange, onClear }: AuditFilterBarProps) {
  const who = people.toSorted((one, other) => one.name.localeCompare(other.name)).map(({ id, name }) => ({ value: id, label: name }))
  const kinds = KINDS.toSorted((one, other) => one.label.localeCompare(other.label))
  return (
    <div role="search" aria-label="Filter the audit" className="flex flex-wrap items-end gap-3">
      <Select
        label="Who"
        className="w-44 max-sm:w-[calc(50%-0.375rem)]"
        value={filters.who ?? ''}
        options={[{ value: '', label: 'Everybody' }, ...who]}
        onChange={({ target }) => onChange({ who: target.value })}
      />
      <Select
        label="What"
        className="w-44 max-sm:w-[calc(50%-0.375rem)]"
        value={filters.kind ?? ''}
        options={[{ value: '', label: 'Everything' }, ...kinds]}
        onChange={({ target }) => onChange({ kind: target.value })}
      />
      <TextField
        label="From"
        type="date"
        className="w-36 max-sm:w-[calc(50%-0.375rem)]"
        value={filters.from ?? ''}
        max={filters.to}
        onChange={({ target }) => onChange({ from: target.value })}
      />
      <TextField
        label="To"
        type="date"
        className="w-36 max-sm:w-[calc(50%-0.375rem)]"
        value={filters.to ?? ''}
        min={filters.from}
        onChange={({ target }) => onChange({ to: target.value })}
      />
      <SessionField key={filters.session} session={filters.session} onChange={(session) => onChange({ session })} />
      {Object.keys(filters).length > 0 && (
        <Button variant="ghost" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  )
}

/** Takes the address of a session's page as well as its id. */
function SessionField({ session, onChange }: { session: string | undefined; onChange: (session: string | undefined) => void }) {
  const [typed, setTyped] = useState(session ?? '')
  const found = sessionIn(typed)
  const wrong = typed.trim() !== '' && !found
  return (
    <TextField
      label="Session"
      placeholder="Its address or id"
      className="min-w-52 flex-1 max-sm:w-full"
      value={typed}
      error={wrong ? 'There is no session’s id in this.' : undefined}
      onChange={({ target }) => {
        setTyped(target.value)
        const next = sessionIn(target.value)
        if (next !== session && (next || target.value.trim() === '')) onChange(next)
      }}
    />
  )
}
