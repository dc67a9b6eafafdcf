import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { useAway } from '@/api/connection'
import { expiry } from '@/api/expiry'
import { useStore } from '@/lib/store'
import { say } from '@/ui/toast'
import { outboxIn } from './outbox'
import { withWaiting } from './outbox-entries'
import { drain } from './outbox-send'
import { runningTurn, wholeKey } from './whole'
import type { Whole } from './types'

const AGAIN_MS = 5_000

/** How much of the session is new: changes of what it knows, and messages. */
export function countChanges(before: Whole, now: Whole): number {
  const known = new Set(before.messages.map(({ id }) => id))
  const messages = now.messages.filter(({ id }) => !known.has(id)).length
  return Math.max(0, now.state_version - before.state_version) + messages
}

const upToDate = (changes: number) =>
  changes === 0 ? 'Up to date' : `Up to date, ${changes} ${changes === 1 ? 'change' : 'changes'}`

/** One tab sends at a time, where the browser can tell. Without that the keys keep everything single. */
async function alone(name: string, act: () => Promise<void>) {
  // Missing where the page came over plain http.
  const locks = (navigator as { locks?: LockManager }).locks
  if (locks) await locks.request(name, act)
  else await act()
}

/** The session as the engineer left it: with what waits laid over it. Once the server can be reached, that is sent. */
export function useOutbox(told: Whole, giveBack: (text: string) => void) {
  const cache = useQueryClient()
  const { id } = told.session
  const outbox = outboxIn(cache, id)
  const entries = useStore(outbox)
  const expired = useStore(expiry)
  const away = useAway()
  const running = runningTurn(told)
  const left = useRef<Whole>(undefined)
  const last = useRef(Promise.resolve())
  const count = entries.filter(({ refused }) => !refused).length

  const returned = (text: string, error: unknown) => {
    say.failed('The message was not sent. It is back in the field.', error)
    giveBack(text)
  }
  const send = useEffectEvent(() => {
    last.current = last.current
      .then(() => alone(`resolvent.outbox.${id}`, () => drain(cache, id, returned)))
      .catch((error: unknown) => say.failed('Something that waited was not sent.', error))
    return last.current
  })
  const comeBack = useEffectEvent(async (before: Whole) => {
    await send()
    await cache.refetchQueries({ queryKey: wholeKey(id), exact: true })
    const now = cache.getQueryData<Whole>(wholeKey(id))
    if (now && cache.getQueryState(wholeKey(id))?.status === 'success') say.done(upToDate(countChanges(before, now)))
  })
  const leave = useEffectEvent(() => {
    left.current ??= told
  })

  useEffect(() => {
    if (away) return leave()
    const before = left.current
    left.current = undefined
    if (before) void comeBack(before)
  }, [away])
  useEffect(() => {
    if (away || expired || count === 0) return
    void send()
    // A proxy may be away while the stream holds.
    const timer = window.setInterval(() => void send(), AGAIN_MS)
    return () => window.clearInterval(timer)
  }, [away, expired, running, count])

  return { whole: useMemo(() => withWaiting(told, entries), [told, entries]), outbox, entries, away }
}
