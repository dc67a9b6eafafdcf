import { infiniteQueryOptions } from '@tanstack/react-query'
import { http, unwrap } from '@/api/client'
import { toQuery, type AuditFilters } from './filters'

export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/audit', {
          params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }), ...toQuery(filters) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
