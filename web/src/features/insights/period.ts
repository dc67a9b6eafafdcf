import type { InsightFilters } from './filters'

export type Period = { from: string; to: string }

const two = (value: number) => String(value).padStart(2, '0')
const dayOf = (at: Date) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`

/** Whole days here; the last one is today unless days were chosen. */
export function periodOf({ days, from, to }: InsightFilters, now: Date): Period {
  if (from && to) return { from, to }
  const first = new Date(now)
  first.setDate(first.getDate() - (days ?? 30) + 1)
  return { from: dayOf(first), to: dayOf(now) }
}

export const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** What the server is asked. */
export const toQuery = (filters: InsightFilters, now: Date) => ({
  ...periodOf(filters, now),
  by: filters.by ?? ('client' as const),
  time_zone: zoneHere(),
})

export const exportPath = (filters: InsightFilters, table: 'steps' | 'groups' | 'templates'): string =>
  `/api/v1/insights/export?${new URLSearchParams({ ...toQuery(filters, new Date()), table }).toString()}`
