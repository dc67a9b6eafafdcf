import { queryOptions } from '@tanstack/react-query'
import { http, unwrap } from '@/api/client'

/** Names of the queues that escalations waiting now are addressed to. */
export const queuesQuery = queryOptions({
  queryKey: ['escalations', 'queues'],
  queryFn: async ({ signal }) => (await unwrap(http.GET('/api/v1/escalations', { params: { query: { limit: 1 } }, signal }))).queues,
  staleTime: 60_000,
})
