/** What the address of the insights says. Without days: the last thirty. */
export interface InsightFilters {
  days?: 7 | 90
  /** Days as in "2026-11-28", in the reader's time zone, both included; both or none. */
  from?: string
  to?: string
  by?: 'engineer' | 'category'
  show?: string
  view?: 'table'
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00`))

export function readInsightFilters({ days, from, to, by, show, view }: Record<string, unknown>): InsightFilters {
  return {
    ...((days === 7 || days === 90) && { days }),
    ...(isDay(from) && isDay(to) && { from, to }),
    ...((by === 'engineer' || by === 'category') && { by }),
    ...(typeof show === 'string' && show && { show }),
    ...(view === 'table' && { view }),
  }
}
