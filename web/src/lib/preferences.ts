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
