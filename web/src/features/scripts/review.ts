import { queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'

export const reviewQuery = (script: string, language: Schemas['Language']) =>
  queryOptions({
    queryKey: ['review', language, script],
    queryFn: ({ signal }) => unwrap(http.POST('/api/v1/scripts/review', { body: { script, language }, signal })),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: (before) => before,
  })
