import { queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import type { InsightFilters } from './filters'
import { toQuery } from './period'

export type Insights = Schemas['InsightsOut']
export type Figures = Schemas['FiguresOut']
export type Share = Schemas['ShareOut']

export const insightsQuery = (filters: InsightFilters) => {
  const query = toQuery(filters, new Date())
  return queryOptions({
    queryKey: ['insights', query],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/insights', { params: { query }, signal })),
  })
}
