export const OUTCOMES = ['resolved', 'escalated'] as const

export interface SearchFilters {
  q?: string
  client?: string
  status?: (typeof OUTCOMES)[number]
}

/** Characters that the server takes of one. */
const LONGEST = 300

// A number or a word like "true" is read as such from an address.
const words = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim().slice(0, LONGEST).trim() : ''

/** What the address says, without what it says wrongly. */
export function readSearchFilters(search: Record<string, unknown>): SearchFilters {
  const q = words(search.q)
  const client = words(search.client)
  const status = OUTCOMES.find((one) => one === search.status)
  return { ...(q && { q }), ...(client && { client }), ...(status && { status }) }
}
