/** What the address of the audit page says: who, what kind, which session, which days. */
export interface AuditFilters {
  who?: string
  kind?: string
  session?: string
  /** Days as in "2026-11-28", in the reader's time zone, both included. */
  from?: string
  to?: string
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const KIND = /^[a-z_]{1,40}$/

const fitting = (value: unknown, shape: RegExp): string | undefined => (typeof value === 'string' && shape.test(value) ? value : undefined)

const isDay = (value: unknown) => fitting(value, DAY) !== undefined && !Number.isNaN(Date.parse(`${String(value)}T00:00:00`))

export function readAuditFilters(search: Record<string, unknown>): AuditFilters {
  const who = fitting(search.who, ID)
  const kind = fitting(search.kind, KIND)
  const session = fitting(search.session, ID)
  return {
    ...(who && { who }),
    ...(kind && { kind }),
    ...(session && { session }),
    ...(isDay(search.from) && { from: String(search.from) }),
    ...(isDay(search.to) && { to: String(search.to) }),
  }
}

/** The day's first moment here; `days` later: the first of that day. */
function startOf(day: string, days = 0): string {
  const at = new Date(`${day}T00:00:00`)
  at.setDate(at.getDate() + days)
  return at.toISOString()
}

export const toQuery = ({ who, kind, session, from, to }: AuditFilters) => ({
  ...(who && { actor_id: who }),
  ...(kind && { kind }),
  ...(session && { session_id: session }),
  ...(from && { since: startOf(from) }),
  ...(to && { until: startOf(to, 1) }),
})

export const exportPath = (filters: AuditFilters): string => {
  const query = new URLSearchParams(toQuery(filters)).toString()
  return `/api/v1/audit/export${query && `?${query}`}`
}

/** A session's id, alone or as the end of the address of its page. */
export const sessionIn = (text: string): string | undefined =>
  text.trim().toLowerCase().split(/[/?#\s]/).find((part) => ID.test(part))
