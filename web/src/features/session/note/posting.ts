import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { newKey } from '@/lib/key'
import { wholeKey } from '../model/whole'
import type { Kind } from '../model/types'
import { CALLS } from './calls'

type Body = Schemas['NotePost']

/** The same text under the same conditions keeps its key, so that a repeated try can't post twice. */
export class Keys {
  /** A request waits for its answer: the panel stays until it is there. */
  get waiting() {
    return this.asking
  }
  private asking = false
  private known = new Map<string, string>()

  wait(yes: boolean) {
    this.asking = yes
  }

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
    onMutate: () => keys.wait(true),
    onSettled: () => {
      keys.wait(false)
      return refresh()
    },
  })
}

/** Goes on where the write-back stopped; it never posts a second note. */
export function useRetryWriteback(sessionId: string) {
  const refresh = useRefresh(sessionId)
  return useMutation<Schemas['PostOut'], ApiError, { writebackId: string; statusId?: string }>({
    mutationFn: ({ writebackId, statusId }) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/writebacks/{writeback_id}/retry', {
          params: { path: { session_id: sessionId, writeback_id: writebackId } },
          body: { status_id: statusId ?? null },
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
