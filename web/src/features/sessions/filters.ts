export const STATUSES = ['active', 'resolved', 'escalated'] as const
export type SessionStatus = (typeof STATUSES)[number]

export interface Filters {
  status?: SessionStatus
  q?: string
  /** Only those assigned to me. */
  mine?: true
  /** Only those assigned to this person. */
  assignee?: string
  /** The ticket's company. */
  client?: string
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const isStatus = (value: unknown): value is SessionStatus => STATUSES.includes(value as SessionStatus)
const words = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '')

/** What the address says, without what it says wrongly. */
export function readFilters(search: Record<string, unknown>): Filters {
  const { status, mine } = search
  const q = words(search.q)
  const client = words(search.client)
  const assignee = words(search.assignee)
  const isMine = mine === true || mine === 1 || mine === '1' || mine === 'true'
  return {
    ...(isStatus(status) && { status }),
    ...(q && { q }),
    ...(isMine && { mine: true as const }),
    ...(!isMine && ID.test(assignee) && { assignee }),
    ...(client && { client }),
  }
}

/** As a saved filter keeps it; the same filters always give the same text. */
export const writeFilters = (filters: Filters): string =>
  new URLSearchParams(
    Object.entries(filters)
      .map(([name, value]) => [name, String(value)])
      .toSorted(),
  ).toString()

export const parseFilters = (search: string): Filters => readFilters(Object.fromEntries(new URLSearchParams(search)))
