import type { QueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap } from '@/api/client'
import { placeCheck } from './checks'
import { placeFact } from './facts'
import { canWait, outboxIn, type Outbox } from './outbox'
import { isDone, taken, type Entry } from './outbox-entries'
import { runningTurn, wholeKey } from './whole'
import type { Whole } from './types'

interface Row {
  id: string
  version: number
}

const sessionPath = '/api/v1/ai-sessions/{session_id}' as const

/** Sends one; answers with its row as the server has it now. */
async function sendEntry(cache: QueryClient, sessionId: string, entry: Entry): Promise<Row | undefined> {
  const update = (make: (whole: Whole) => Whole) =>
    cache.setQueryData<Whole>(wholeKey(sessionId), (held) => (held ? make(held) : undefined))
  const headers = { 'Idempotency-Key': entry.key }
  const path = { session_id: sessionId }
  if (entry.kind === 'message') {
    const ids = entry.files.map(({ id }) => id)
    const body = { content: entry.text, ...(ids.length > 0 && { attachment_ids: ids }) }
    await unwrap(http.POST(`${sessionPath}/messages`, { params: { path }, headers, body }))
    // Only once it stands in the conversation does it leave the place where it waits.
    await refresh(cache, sessionId)
    return undefined
  }
  if (entry.kind === 'check.change' || entry.kind === 'check.undo') {
    const params = { path: { ...path, check_id: entry.row } }
    const answer =
      entry.kind === 'check.undo'
        ? await unwrap(http.POST(`${sessionPath}/checks/{check_id}/undo`, { params }))
        : await unwrap(
            http.PATCH(`${sessionPath}/checks/{check_id}`, { params, body: { ...entry.change, version: entry.version } }),
          )
    update((whole) => placeCheck(whole, answer))
    return answer.check
  }
  const answer = await sendFact(path, headers, entry)
  update((whole) => placeFact(whole, answer))
  return answer.fact
}

function sendFact(path: { session_id: string }, headers: Record<string, string>, entry: Extract<Entry, { kind: `fact.${string}` }>) {
  if (entry.kind === 'fact.add') {
    return unwrap(http.POST(`${sessionPath}/facts`, { params: { path }, headers, body: entry.body }))
  }
  const params = { path: { ...path, fact_id: entry.row } }
  if (entry.kind === 'fact.remove') return unwrap(http.DELETE(`${sessionPath}/facts/{fact_id}`, { params }))
  if (entry.kind === 'fact.undo') return unwrap(http.POST(`${sessionPath}/facts/{fact_id}/undo`, { params }))
  return unwrap(
    http.PATCH(`${sessionPath}/facts/{fact_id}`, { params, body: { ...entry.change, version: entry.version } }),
  )
}

const refresh = (cache: QueryClient, sessionId: string) =>
  cache.refetchQueries({ queryKey: wholeKey(sessionId), exact: true })

/** Sends all that can go, in order, each once; a message waits for the answer that is being written. */
export async function drain(cache: QueryClient, sessionId: string, giveBack: (text: string, error: ApiError) => void) {
  const outbox = outboxIn(cache, sessionId)
  const held = () => cache.getQueryData<Whole>(wholeKey(sessionId))
  const canGo = ({ kind, refused }: Entry) => {
    const whole = held()
    return !refused && !(kind === 'message' && whole && runningTurn(whole))
  }
  for (let next = outbox.get().find(canGo); next; next = outbox.get().find(canGo)) {
    outbox.sending = next.key
    try {
      const row = await sendEntry(cache, sessionId, next)
      outbox.set(taken(outbox.get(), next, row))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (canWait(error)) return
      await refresh(cache, sessionId)
      if (error.code === 'turn_running') return
      settleRefused(outbox, next, error, held(), giveBack)
    } finally {
      outbox.sending = undefined
    }
  }
}

function settleRefused(
  outbox: Outbox,
  entry: Entry,
  error: ApiError,
  whole: Whole | undefined,
  giveBack: (text: string, error: ApiError) => void,
) {
  const { status, code, message } = error
  if (entry.kind === 'message') giveBack(entry.text, error)
  if (entry.kind === 'message' || (whole && isDone(whole, entry))) outbox.set(taken(outbox.get(), entry, undefined))
  else {
    const refused = { status, code, message: error.errors[0]?.message ?? message }
    outbox.set(outbox.get().map((one) => (one.key === entry.key ? { ...one, refused } : one)))
  }
}
