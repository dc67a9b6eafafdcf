import type { ApiError } from '@/api/client'
import { Select, TextField } from '@/ui/Field'
import { ToggleGroup } from '@/ui/ToggleGroup'
import type { InsightFilters } from './filters'
import { MEASURES, measureOf } from './measures'
import { periodOf } from './period'
import { BY } from './words'

export interface InsightFilterBarProps {
  filters: InsightFilters
  error: ApiError | null
  /** What is left out stays as it is. */
  onChange: (part: Partial<Record<keyof InsightFilters, unknown>>) => void
}

const PERIODS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: 'own', label: 'From – to' },
] as const

const SHOWN = MEASURES.map(({ id, name }) => ({ value: id, label: name }))
const VIEWS = [
  { value: 'chart', label: 'Charts' },
  { value: 'table', label: 'Tables' },
] as const

/** Which days, by what, and how it is shown. */
export function InsightFilterBar({ filters, error, onChange }: InsightFilterBarProps) {
  const { days, from, by, show, view } = filters
  const chosen = from ? 'own' : (`${days ?? 30}` as const)
  const period = periodOf(filters, new Date())
  const choose = (value: (typeof PERIODS)[number]['value']) =>
    onChange(value === 'own' ? { ...period, days: undefined } : { days: Number(value), from: undefined, to: undefined })
  return (
    <div role="search" aria-label="What is shown" className="flex flex-wrap items-end gap-3">
      <ToggleGroup label="Period" value={chosen} options={PERIODS} onChange={choose} />
      {chosen === 'own' && (
        <>
          <Day label="From" value={period.from} error={error?.fieldMessage('from')} onChange={(day) => onChange({ ...period, from: day })} />
          <Day label="To" value={period.to} error={error?.fieldMessage('to')} onChange={(day) => onChange({ ...period, to: day })} />
        </>
      )}
      <ToggleGroup label="Grouped by" value={by ?? 'client'} options={BY} onChange={(next) => onChange({ by: next })} />
      <ToggleGroup label="Shown as" value={view ?? 'chart'} options={VIEWS} onChange={(next) => onChange({ view: next })} />
      {!view && (
        <Select
          label="Show"
          hideLabel
          className="w-64 max-sm:w-full"
          value={measureOf(show).id}
          options={SHOWN}
          onChange={({ target }) => onChange({ show: target.value })}
        />
      )}
    </div>
  )
}

interface DayProps {
  label: string
  value: string
  error: string | undefined
  onChange: (day: string) => void
}

/** While a day is typed it is none yet. */
function Day({ label, value, error, onChange }: DayProps) {
  return (
    <TextField
      label={label}
      type="date"
      required
      className="w-40"
      value={value}
      error={error}
      onChange={({ target }) => target.value && onChange(target.value)}
    />
  )
}
