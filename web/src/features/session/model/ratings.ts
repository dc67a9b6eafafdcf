import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'

type Ratings = Schemas['RatingsOut']

const key = (sessionId: string) => ['ratings', sessionId] as const

const ratingsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: key(sessionId),
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/ai-sessions/{session_id}/ratings', { params: { path: { session_id: sessionId } }, signal })),
    staleTime: Infinity,
  })

const withRating = (held: Ratings, messageId: string, helpful: boolean | undefined): Ratings => ({
  items: [
    ...held.items.filter(({ message_id }) => message_id !== messageId),
    ...(helpful === undefined ? [] : [{ message_id: messageId, helpful }]),
  ],
})

/** What this engineer said of an answer. Undefined: nothing. */
export function useRating(sessionId: string, messageId: string) {
  const cache = useQueryClient()
  const { data: helpful } = useQuery({
    ...ratingsQuery(sessionId),
    select: ({ items }) => items.find(({ message_id }) => message_id === messageId)?.helpful,
  })
  const params = { path: { session_id: sessionId, message_id: messageId } }
  const path = '/api/v1/ai-sessions/{session_id}/messages/{message_id}/rating' as const
  const { mutate: rate } = useMutation<unknown, ApiError, boolean | undefined, Ratings | undefined>({
    mutationKey: key(sessionId),
    mutationFn: (next) =>
      next === undefined
        ? unwrap(http.DELETE(path, { params }))
        : unwrap(http.PUT(path, { params, body: { helpful: next } })),
    onMutate: async (next) => {
      // An answer to an older question would overwrite what was pressed.
      await cache.cancelQueries({ queryKey: key(sessionId) })
      const before = cache.getQueryData<Ratings>(key(sessionId))
      cache.setQueryData<Ratings>(key(sessionId), withRating(before ?? { items: [] }, messageId, next))
      return before
    },
    onError: (error, _next, before) => {
      cache.setQueryData(key(sessionId), before)
      say.failed('That was not kept.', error)
    },
    // Pressed before they were read, the others are not known.
    onSettled: () => {
      if (cache.isMutating({ mutationKey: key(sessionId) }) === 1) void cache.invalidateQueries({ queryKey: key(sessionId) })
    },
  })
  return { helpful, rate }
}
