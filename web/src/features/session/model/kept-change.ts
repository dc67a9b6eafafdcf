import { useQueryClient } from '@tanstack/react-query'
import { newKey } from '@/lib/key'
import { useChange, type Change } from './change'
import { canWait, outboxIn, type NewEntry } from './outbox'

interface KeptChange<Wish, Answer> extends Omit<Change<Wish, Answer>, 'send'> {
  /** `key`: the Idempotency-Key that it is sent under, now and later. */
  send: (wish: Wish, key: string) => Promise<Answer>
  /** The same as an entry of the outbox. */
  keep: (wish: Wish) => NewEntry
  /** Not to be sent by itself: its row is not on the server yet. */
  waits?: (wish: Wish) => boolean
}

/** A change that is kept in this browser and sent later where the server can't be reached. */
export function useKeptChange<Wish, Answer extends { state_version: number }>(
  sessionId: string,
  { keep, waits, send, ...change }: KeptChange<Wish, Answer>,
) {
  const cache = useQueryClient()
  return useChange<Wish, Answer | undefined>(sessionId, {
    ...change,
    send: async (wish) => {
      const outbox = outboxIn(cache, sessionId)
      const key = newKey()
      const isBehind = outbox.get().some(({ kind, refused }) => kind !== 'message' && !refused)
      if (!isBehind && !waits?.(wish)) {
        try {
          return await send(wish, key)
        } catch (error) {
          if (!canWait(error)) throw error
        }
      }
      outbox.add({ ...keep(wish), key })
      return undefined
    },
  })
}
