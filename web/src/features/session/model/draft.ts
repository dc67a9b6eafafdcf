import { makeStore, type Store } from '@/lib/store'
import { draftName, local, queueName } from '@/lib/local'

const join = (...parts: string[]) => parts.filter((part) => part.trim()).join('\n\n')

export interface DraftStore extends Store<string> {
  /** Text that could not be sent comes back in front of what was typed since. */
  giveBack: (text: string) => void
  /** Behind what was typed. */
  append: (text: string) => void
}

/** The composer's text, kept in this browser until it is sent. A queued message of a page that was closed is back here. */
export function makeDraft(sessionId: string): DraftStore {
  const name = draftName(sessionId)
  const store = makeStore(join(local.read(name), local.read(queueName(sessionId))))
  const set = (text: string) => {
    local.write(name, text)
    store.set(text)
  }
  set(store.get())
  local.write(queueName(sessionId), '')
  return {
    ...store,
    set,
    giveBack: (text) => set(join(text, store.get())),
    append: (text) => set(join(store.get(), text)),
  }
}
