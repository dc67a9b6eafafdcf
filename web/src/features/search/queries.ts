import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import type { SearchFilters } from './filters'

export type FoundSession = Schemas['FoundSession']

export const searchQuery = (filters: SearchFilters & { q: string }) =>
  infiniteQueryOptions({
    queryKey: ['search', filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(http.GET('/api/v1/search', { params: { query: { ...filters, ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    gcTime: 30 * 60_000,
  })

const MOST_SIMILAR = 3

/** Asked once for what a session tells of its problem, and anew when that changes. */
export const similarQuery = ({ id, title, problem, ticket }: Schemas['SessionOut']) =>
  queryOptions({
    queryKey: ['similar', id, title, problem, ticket?.summary, ticket?.description, ticket?.company],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/similar', { params: { query: { session: id, limit: MOST_SIMILAR } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 30 * 60_000,
  })
