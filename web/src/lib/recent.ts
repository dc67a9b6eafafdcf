import { local } from './local'

const MOST = 6

export interface RecentSession {
  id: string
  title: string
  /** The ticket's number, as shown. */
  ref: string
}

function read<T>(name: string): T[] {
  try {
    const held: unknown = JSON.parse(local.read(name) || '[]')
    return Array.isArray(held) ? (held as T[]) : []
  } catch {
    return []
  }
}

/** What was used last, newest first, in this browser. Told for one person: another one starts with nothing. */
function makeRecent<T>(kind: string, keyOf: (item: T) => string) {
  return {
    list: (userId: string) => read<T>(`recent-${kind}.${userId}`),
    add: (userId: string, item: T) => {
      const others = read<T>(`recent-${kind}.${userId}`).filter((one) => keyOf(one) !== keyOf(item))
      local.write(`recent-${kind}.${userId}`, JSON.stringify([item, ...others].slice(0, MOST)))
    },
  }
}

export const recentSessions = makeRecent<RecentSession>('sessions', ({ id }) => id)
export const recentActions = makeRecent<string>('actions', (id) => id)
