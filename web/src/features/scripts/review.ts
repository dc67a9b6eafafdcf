import { queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'

type Language = Schemas['Language']

export const reviewQuery = (script: string, language: Language) =>
  queryOptions({
    queryKey: ['review', language, script],
    queryFn: ({ signal }) => unwrap(http.POST('/api/v1/scripts/review', { body: { script, language }, signal })),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: (before) => before,
  })

/** What could be parameters of a script. A session's evidence makes some likelier. */
export const extractQuery = (script: string, language: Language, sessionId?: string) =>
  queryOptions({
    queryKey: ['extract', sessionId, language, script],
    queryFn: ({ signal }) =>
      unwrap(http.POST('/api/v1/scripts/extract', { body: { script, language, ...(sessionId && { ai_session_id: sessionId }) }, signal })),
    staleTime: Infinity,
    gcTime: 0,
  })
