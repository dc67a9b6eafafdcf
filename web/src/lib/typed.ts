import { local } from './local'
import { maskTyped } from './mask'

interface Held {
  exact: string
  safe: string
}

/** To the letter, for as long as the tab lives. */
const held = new Map<string, Held>()

/**
 * What was typed and not sent: to the letter in this tab, and in this browser's storage without what may be a secret. A
 * reload costs no more than the secrets.
 */
export const typed = {
  key: local.key,
  read: (name: string): string => {
    const kept = local.read(name)
    const mine = held.get(name)
    // Another tab may have typed since.
    return mine?.safe === kept ? mine.exact : kept
  },
  /** `safe`: the same without secrets, where it is more than text. */
  write: (name: string, exact: string, safe = maskTyped(exact)) => {
    local.write(name, safe)
    if (safe === exact) held.delete(name)
    else held.set(name, { exact, safe })
  },
}
