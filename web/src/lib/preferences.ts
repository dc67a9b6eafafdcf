import { local } from './local'
import { makeStore, type Store } from './store'

/** A choice kept in this browser. A storage that refuses (private mode, full) costs the memory, not the page. */
export function makePreference<T extends string>(key: string, values: readonly T[], fallback: T): Store<T> {
  const name = `resolvent.${key}`
  const isValue = (text: string | null): text is T => values.includes(text as T)
  const read = (): T => {
    try {
      const text = window.localStorage.getItem(name)
      return isValue(text) ? text : fallback
    } catch {
      return fallback
    }
  }
  const store = makeStore(read())
  window.addEventListener('storage', (event) => {
    if (event.key === name) store.set(read())
  })
  return {
    ...store,
    set: (value) => {
      try {
        window.localStorage.setItem(name, value)
      } catch {
        // Kept for this tab only.
      }
      store.set(value)
    },
  }
}

export interface OwnRecord extends Store<Readonly<Record<string, string>>> {
  /** Whose record it is: read from this browser, empty for whoever is new to it. */
  belongTo: (userId: string) => void
}

/** Short texts by name, kept in this browser for each person who uses it. */
export function makeOwnRecord(key: string): OwnRecord {
  const store = makeStore<Readonly<Record<string, string>>>({})
  let name: string | undefined
  const read = () => {
    try {
      const held: unknown = JSON.parse((name && local.read(name)) || '{}')
      const pairs = typeof held === 'object' && held !== null ? Object.entries(held) : []
      return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
    } catch {
      return {}
    }
  }
  window.addEventListener('storage', (event) => {
    if (name !== undefined && event.key === `resolvent.${name}`) store.set(read())
  })
  return {
    ...store,
    belongTo: (userId) => {
      name = `${key}.${userId}`
      store.set(read())
    },
    set: (next) => {
      if (name !== undefined) local.write(name, Object.keys(next).length > 0 ? JSON.stringify(next) : '')
      store.set(next)
    },
  }
}
