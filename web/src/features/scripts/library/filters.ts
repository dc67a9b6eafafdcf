import type { Language } from '../words'

export interface LibraryFilters {
  q?: string
  tag?: string
  language?: Language
  source?: 'shipped' | 'account'
  status?: 'draft' | 'archived'
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '')

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value)
}

/** What the address says, without what it says wrongly. */
export function readLibraryFilters(search: Record<string, unknown>): LibraryFilters {
  const q = text(search.q)
  const tag = text(search.tag)
  const language = oneOf<Language>(search.language, ['powershell', 'bash', 'cmd', 'python'])
  const source = oneOf(search.source, ['shipped', 'account'] as const)
  const status = oneOf(search.status, ['draft', 'archived'] as const)
  return {
    ...(q && { q }),
    ...(tag && { tag }),
    ...(language && { language }),
    ...(source && { source }),
    ...(status && { status }),
  }
}
