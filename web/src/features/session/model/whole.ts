import { queryOptions, replaceEqualDeep } from '@tanstack/react-query'
import { http, unwrap } from '@/api/client'
import { fetchShown } from '../parts'
import type { Message, Whole } from './types'

export const wholeKey = (sessionId: string) => ['session', sessionId] as const

export const wholeQuery = (sessionId: string) =>
  queryOptions({
    queryKey: wholeKey(sessionId),
    queryFn: async ({ signal, client }) => {
      const whole = await unwrap(
        http.GET('/api/v1/ai-sessions/{session_id}', { params: { path: { session_id: sessionId } }, signal }),
      )
      await fetchShown(whole)
      return keepOlder(client.getQueryData<Whole>(wholeKey(sessionId)), whole)
    },
    structuralSharing: (held, next) => newest(held as Whole | undefined, next as Whole),
  })

/** Two answers may overtake each other: the one that has seen fewer events is dropped. */
export const newest = (held: Whole | undefined, next: Whole): Whole =>
  held && (next.event_number < held.event_number || next.state_version < held.state_version)
    ? held
    : replaceEqualDeep(held, next)

/** The server sends the newest messages; older ones that were loaded already stay on the page. */
export function keepOlder(held: Whole | undefined, next: Whole): Whole {
  const first = next.messages[0]
  const sent = new Set(next.messages.map(({ id }) => id))
  const older = held && first ? held.messages.filter(({ id }) => id < first.id && !sent.has(id)) : []
  if (!held || older.length === 0) return next
  return { ...next, messages: [...older, ...next.messages], older_cursor: held.older_cursor }
}

export function withOlder(whole: Whole, items: readonly Message[], cursor: string | null): Whole {
  const held = new Set(whole.messages.map((message) => message.id))
  return {
    ...whole,
    messages: [...items.filter((message) => !held.has(message.id)), ...whole.messages],
    older_cursor: cursor,
  }
}

/** The answer that is being written, if any: only one at a time. */
export const runningTurn = (whole: Whole): string | undefined =>
  whole.messages.findLast((message) => message.turn?.status === 'running')?.turn?.id

interface Row {
  id: string
}

/** The list with this row in its place, or at the end. */
export const putRow = <R extends Row>(rows: readonly R[], row: R): R[] =>
  rows.some(({ id }) => id === row.id) ? rows.map((one) => (one.id === row.id ? row : one)) : [...rows, row]

export const dropRow = <R extends Row>(rows: readonly R[], id: string): R[] => rows.filter((row) => row.id !== id)
