import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import type { Filters } from './filters'

export type Session = Schemas['SessionOut']

export const sessionsQuery = (filters: Filters, myId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['sessions', filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/ai-sessions', {
          params: {
            query: {
              limit: 50,
              ...(pageParam && { cursor: pageParam }),
              ...(filters.status && { status: filters.status }),
              ...(filters.q && { q: filters.q }),
              ...(filters.mine && myId && { assignee: myId }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
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

export function useOpenSession(onDone: (session: Session) => unknown) {
  const cache = useQueryClient()
  return useMutation<Session, ApiError, Schemas['SessionOpen'] & { key: string }>({
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
