import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/client'
import { meQuery } from '@/api/queries'
import { newKey } from '@/lib/key'
import { local } from '@/lib/local'
import { maskTyped } from '@/lib/mask'
import { makeStore, type Store } from '@/lib/store'
import { typed } from '@/lib/typed'
import { enqueue, type Entry } from './outbox-entries'

type Distributed<T> = T extends unknown ? Omit<T, 'key' | 'at'> & { key?: string } : never
export type NewEntry = Distributed<Entry>

export interface Outbox extends Store<readonly Entry[]> {
  add: (entry: NewEntry) => void
  /** The key of the one that is on its way. */
  sending: string | undefined
}

const boxes = new Map<string, Outbox>()

/**
 * What one person did in one session and the server has not taken yet, kept in this browser, in order.
 * Facts, checks and messages alone: nothing of a script, which may hold what is not to be kept. After a reload what waits
 * has lost what may be a secret.
 */
export function outboxOf(userId: string, sessionId: string): Outbox {
  const name = `outbox.${userId}.${sessionId}`
  const known = boxes.get(name)
  if (known) return known
  const store = makeStore<readonly Entry[]>(read(typed.read(name)))
  const set = (entries: readonly Entry[]) => {
    if (entries.length > 0) typed.write(name, JSON.stringify(entries), JSON.stringify(entries, maskText))
    else typed.write(name, '')
    store.set(entries)
  }
  const made: Outbox = {
    ...store,
    set,
    sending: undefined,
    add: (entry) =>
      set(enqueue(store.get(), { key: newKey(), at: new Date().toISOString(), ...entry }, made.sending)),
  }
  // Another tab of the same person.
  window.addEventListener('storage', ({ key, newValue }) => key === local.key(name) && store.set(read(newValue ?? '')))
  boxes.set(name, made)
  return made
}

export const outboxIn = (cache: QueryClient, sessionId: string): Outbox =>
  outboxOf(cache.getQueryData(meQuery.queryKey)?.user_id ?? '', sessionId)

/** Members that hold what was typed. */
const TEXTS: readonly string[] = ['text', 'result', 'was']
const maskText = (name: string, value: unknown) => (typeof value === 'string' && TEXTS.includes(name) ? maskTyped(value) : value)

function read(kept: string): readonly Entry[] {
  try {
    const entries: unknown = JSON.parse(kept || '[]')
    return Array.isArray(entries) ? (entries as Entry[]) : []
  } catch {
    return []
  }
}

/** The server was not reached, or knows nobody: the same can be sent later. */
export const canWait = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 401 || (error.code === 'unexpected' && [502, 503, 504].includes(error.status)))
