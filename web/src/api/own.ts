import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from './client'

export type SavedFilter = Schemas['SavedFilter']

/** What this person keeps for themselves, in every browser. */
export const ownQuery = queryOptions({
  queryKey: ['me', 'preferences'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/auth/me/preferences', { signal })),
  staleTime: 60_000,
})

export function useChangeOwn() {
  const cache = useQueryClient()
  return useMutation<Schemas['OwnPreferencesOut'], ApiError, Schemas['OwnPreferencesChange']>({
    mutationFn: (body) => unwrap(http.PATCH('/api/v1/auth/me/preferences', { body })),
    onSuccess: (kept) => cache.setQueryData(ownQuery.queryKey, kept),
  })
}
