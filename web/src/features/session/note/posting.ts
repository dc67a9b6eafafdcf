import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { newKey } from '@/lib/key'
import { wholeKey } from '../model/whole'
import type { Kind, Whole } from '../model/types'
import { CALLS } from './calls'
import { tell } from './words'

type Body = Schemas['NotePost']

/** The same text under the same conditions keeps its key, so that a repeated try can't post twice. */
export class Keys {
  private known = new Map<string, string>()

  of(kind: Kind, body: Body): string {
    const what = `${kind} ${JSON.stringify(body)}`
    const key = this.known.get(what) ?? newKey()
    this.known.set(what, key)
    return key
  }
}

function useRefresh(sessionId: string) {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: wholeKey(sessionId), exact: true })
}

export function usePost(sessionId: string, keys: Keys) {
  const refresh = useRefresh(sessionId)
  return useMutation<Schemas['PostOut'], ApiError, { kind: Kind; body: Body }>({
    mutationFn: ({ kind, body }) => CALLS[kind].post(sessionId, body, keys.of(kind, body)),
    onSettled: refresh,
  })
}

/** Goes on where the write-back stopped; it never posts a second note. */
export function useRetryWriteback(sessionId: string) {
  const refresh = useRefresh(sessionId)
  return useMutation<Schemas['PostOut'], ApiError, string>({
    mutationFn: (writebackId) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/writebacks/{writeback_id}/retry', {
          params: { path: { session_id: sessionId, writeback_id: writebackId } },
        }),
      ),
    onError: (error) => {
      // A 502 is told by the write-back itself.
      if (error.status !== 502) say.failed('It could not be tried again.', error)
    },
    onSettled: refresh,
  })
}

export function useReopen(sessionId: string) {
  const refresh = useRefresh(sessionId)
  return useMutation<Schemas['SessionOut'], ApiError>({
    mutationFn: () =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/reopen', { params: { path: { session_id: sessionId } } })),
    onError: (error) => say.failed('The session was not reopened.', error),
    onSettled: refresh,
  })
}

/** Says once how each write-back ended, whoever began it and however its end became known. */
export function useEndings(whole: Whole, system: string, openTicket: (() => void) | undefined) {
  const told = useRef<Set<string>>(undefined)
  useEffect(() => {
    const ended = whole.writebacks.filter((one) => one.finished_at !== null)
    const nameOf = (one: (typeof ended)[number]) => `${one.id} ${one.step} ${one.finished_at}`
    const before = told.current
    told.current = new Set(ended.map(nameOf))
    if (!before) return // What had ended when the page was opened is no news.
    for (const writeback of ended.filter((one) => !before.has(nameOf(one)))) {
      const { tone, text } = tell(writeback, system)
      const open = openTicket && writeback.note_id !== null ? { label: 'Open ticket', onClick: openTicket } : undefined
      if (tone === 'green') say.done(text, open)
      else if (tone === 'amber') say.warn(text, open)
      else say.failed(text)
    }
  }, [whole.writebacks, system, openTicket])
}
