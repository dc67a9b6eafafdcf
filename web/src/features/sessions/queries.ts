import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import type { Filters } from './filters'

export type Session = Schemas['SessionLine']

const EVERY_MS = 15_000
const PAGES_AT_ONCE = 5

interface Asked {
  dataUpdateCount: number
  dataUpdatedAt: number
  isInvalidated: boolean
}

/** What was done in a session stands in the list when one comes back; only what was asked for ahead of the page is not asked for twice. */
const refetchOnMount = ({ state }: { state: Asked }) => {
  const ahead = state.dataUpdateCount === 1 && !state.isInvalidated && Date.now() - state.dataUpdatedAt < JUST_NOW_MS
  return !ahead && 'always'
}
const JUST_NOW_MS = 2_000

const narrowing = ({ q, mine, assignee, client }: Filters, myId: string | undefined) => ({
  ...(q && { q }),
  ...(mine ? myId && { assignee: myId } : assignee && { assignee }),
  ...(client && { client }),
})

/** Asked again while in view; the longer the list that was loaded, the less often. */
export const sessionsQuery = (filters: Filters, myId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['sessions', 'list', filters, filters.mine && myId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/ai-sessions', {
          params: {
            query: {
              limit: 100,
              ...(pageParam && { cursor: pageParam }),
              ...(filters.status && { status: filters.status }),
              ...narrowing(filters, myId),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: ({ state }) => EVERY_MS * Math.ceil((state.data?.pages.length ?? 1) / PAGES_AT_ONCE),
    gcTime: 30 * 60_000,
    refetchOnMount,
  })

export const countsQuery = (filters: Filters, myId: string | undefined) =>
  queryOptions({
    queryKey: ['sessions', 'counts', narrowing(filters, myId)],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/ai-sessions/counts', { params: { query: narrowing(filters, myId) }, signal })),
    refetchInterval: EVERY_MS,
    refetchOnMount,
  })

export const clientsQuery = queryOptions({
  queryKey: ['sessions', 'clients'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/ai-sessions/clients', { signal })),
  staleTime: 60_000,
})

export const firstStepsQuery = queryOptions({
  queryKey: ['sessions', 'first-steps'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/ai-sessions/first-steps', { signal })),
  refetchOnMount,
})

export const ticketsQuery = (connectionId: string, q: string) =>
  queryOptions({
    queryKey: ['tickets', connectionId, q],
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/api/v1/connections/{connection_id}/tickets', {
          params: { path: { connection_id: connectionId }, query: q ? { q } : {} },
          signal,
        }),
      ),
  })

export function useOpenSession(onDone: (session: Schemas['SessionOut']) => unknown) {
  const cache = useQueryClient()
  return useMutation<Schemas['SessionOut'], ApiError, Schemas['SessionOpen'] & { key: string }>({
    mutationFn: ({ key, ...body }) =>
      unwrap(http.POST('/api/v1/ai-sessions', { body, headers: { 'Idempotency-Key': key } })),
    onSuccess: (session) => {
      void cache.invalidateQueries({ queryKey: ['sessions'] })
      return onDone(session)
    },
  })
}

/** The members of a linked ticket's snapshot that lists show. */
export interface TicketLine {
  number: string | undefined
  company: string | undefined
  status: string | undefined
}

const text = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

export function ticketLine(session: Pick<Session, 'ticket' | 'ticket_id'>): TicketLine {
  const ticket = session.ticket ?? {}
  const status = ticket.status as { name?: unknown } | string | null | undefined
  return {
    number: text(ticket.number) ?? text(session.ticket_id),
    company: text(ticket.company),
    status: text(typeof status === 'object' ? status?.name : status),
  }
}

/** "#48213"; a number that is none is shown as it is. */
export const reference = (number: string): string => (/^\d+$/.test(number) ? `#${number}` : number)
