import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { http, unwrap, type ApiError, type Schemas } from '@/api/client'
import { EventStream } from '@/api/events'
import type { QueueFilters } from './filters'

export type Escalation = Schemas['EscalationOut']
export type EscalationDetail = Schemas['EscalationDetail']

const KEY = ['escalations'] as const

export const waitingQuery = ({ mine, queue }: QueueFilters) =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'waiting', mine ?? false, queue ?? ''],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/escalations', {
          params: {
            query: { limit: 100, ...(mine && { mine }), ...(queue && { queue }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchOnMount: 'always',
  })

export const timesQuery = queryOptions({
  queryKey: [...KEY, 'times'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/escalations/times', { signal })),
})

const at = (sessionId: string) => ({ params: { path: { session_id: sessionId } } })

/** `seen`: the state of the session that the page shows; another one is another answer. */
export const escalationQuery = (sessionId: string, seen = '') =>
  queryOptions({
    queryKey: [...KEY, 'one', sessionId, seen],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/ai-sessions/{session_id}/escalation', { ...at(sessionId), signal })),
  })

/** What anybody does at the queue shows in this page at once. */
export function useLiveQueue() {
  const cache = useQueryClient()
  useEffect(() => {
    const read = () => void cache.invalidateQueries({ queryKey: KEY })
    const stream = new EventStream('/api/v1/escalations/events', { onEvent: read, onState: () => undefined, onResync: read })
    return stream.close
  }, [cache])
}

function useHandover<Given>(send: (given: Given) => Promise<Schemas['SessionOut']>, onDone: (session: Schemas['SessionOut']) => void) {
  const cache = useQueryClient()
  return useMutation<Schemas['SessionOut'], ApiError, Given>({
    mutationFn: send,
    onSuccess: onDone,
    // Also after a refusal: somebody else was quicker.
    onSettled: () =>
      Promise.all([cache.invalidateQueries({ queryKey: KEY }), cache.invalidateQueries({ queryKey: ['session'] }), cache.invalidateQueries({ queryKey: ['sessions'] })]),
  })
}

export const usePickUp = (sessionId: string, onDone: (session: Schemas['SessionOut']) => void) =>
  useHandover<void>(() => unwrap(http.POST('/api/v1/ai-sessions/{session_id}/pickup', at(sessionId))), onDone)

export const useReturn = (sessionId: string, onDone: (session: Schemas['SessionOut']) => void) =>
  useHandover<string>(
    (questions) => unwrap(http.POST('/api/v1/ai-sessions/{session_id}/return', { ...at(sessionId), body: { questions } })),
    onDone,
  )

/** Who is asked, in words. */
export const addressee = ({ to_user_name, to_queue }: Pick<Escalation, 'to_user_name' | 'to_queue'>) =>
  to_user_name ?? to_queue ?? 'Anybody'

