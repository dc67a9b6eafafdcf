import { draftName, local, ownerOf, queueName } from '@/lib/local'
import { maskTyped } from '@/lib/mask'
import { makeStore, type Store } from '@/lib/store'
import { typed } from '@/lib/typed'
import { EMPTY, readHeld, writeHeld, type Held } from './draft-copy'

const join = (...parts: string[]) => parts.filter((part) => part.trim()).join('\n\n')

export interface DraftStore extends Store<string> {
  /** Text that could not be sent comes back in front of what was typed since. */
  giveBack: (text: string) => void
  /** Behind what was typed. */
  append: (text: string) => void
  /** The copy of this browser, with what the server has of it. */
  held: Store<Held>
  /** What the server had, put together with what is here. */
  take: (held: Held) => void
  /** Follows what the same person types in another tab, until it is called. */
  follow: () => () => void
}

/**
 * The composer's text, kept in this browser at once until it is sent: per session and person.
 * A queued message of a page that was closed is back here.
 */
export function makeDraft(sessionId: string, userId?: string): DraftStore {
  const owner = ownerOf(userId, sessionId)
  const name = draftName(owner)
  const queue = queueName(owner)
  const first = readHeld(typed.read(name))
  const text = join(first.text, typed.read(queue))
  const held = makeStore<Held>(text === first.text ? first : { ...first, text, dirty: true })
  const shown = makeStore(text)
  const take = (next: Held) => {
    typed.write(name, writeHeld(next), writeHeld({ ...next, text: maskTyped(next.text) }))
    held.set(next)
    shown.set(next.text)
  }
  const set = (next: string) => {
    if (next !== shown.get()) take({ ...held.get(), text: next, dirty: true })
  }
  take(held.get())
  typed.write(queue, '')
  return {
    ...shown,
    set,
    giveBack: (back) => set(join(back, shown.get())),
    append: (more) => set(join(shown.get(), more)),
    held,
    take,
    follow: () => {
      const onStorage = ({ key, newValue }: StorageEvent) => {
        if (key !== local.key(name)) return
        const theirs = newValue === null ? { ...EMPTY, base: held.get().base } : readHeld(newValue)
        held.set(theirs)
        shown.set(theirs.text)
      }
      window.addEventListener('storage', onStorage)
      return () => window.removeEventListener('storage', onStorage)
    },
  }
}
