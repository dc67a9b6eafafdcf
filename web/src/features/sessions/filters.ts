export const STATUSES = ['active', 'resolved', 'escalated'] as const
export type SessionStatus = (typeof STATUSES)[number]

export interface Filters {
  status?: SessionStatus
  q?: string
  /** Only those assigned to me. */
  mine?: true
}

const isStatus = (value: unknown): value is SessionStatus => STATUSES.includes(value as SessionStatus)

/** What the address says, without what it says wrongly. */
export function readFilters(search: Record<string, unknown>): Filters {
  const { status, q, mine } = search
  const words = typeof q === 'string' || typeof q === 'number' ? String(q).trim() : ''
  return {
    ...(isStatus(status) && { status }),
    ...(words && { q: words }),
    ...((mine === true || mine === 1 || mine === '1' || mine === 'true') && { mine: true as const }),
  }
}
