import type { Schemas } from '@/api/client'

export type UsageDay = Schemas['UsageDayOut']

const whole = new Intl.NumberFormat('en')
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

export const count = (value: number): string => whole.format(value)

/** "27 Nov" of "2026-11-27": the account's day, whatever the reader's zone. */
export const dayText = (day: string): string => dates.format(new Date(`${day}T00:00:00Z`))

/** US dollars to the cent, small amounts to two digits that count; "–" where no price is known. */
export function costText(cost: string | null): string {
  if (cost === null) return '–'
  const value = Number(cost)
  return value === 0 || value >= 0.01 ? `$${value.toFixed(2)}` : `$${value.toPrecision(2)}`
}

export const PAGE = 15

/** The page at `index` of the rows, and how many pages there are. */
export function pageOf<T>(rows: readonly T[], index: number): { rows: readonly T[]; index: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE))
  const at = Math.min(Math.max(index, 0), pages - 1)
  return { rows: rows.slice(at * PAGE, (at + 1) * PAGE), index: at, pages }
}
