import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'

export type Token = Schemas['TokenOut']

const KEY = 'tokens'

export const tokensQuery = queryOptions({
  queryKey: [KEY, 'mine'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/auth/tokens', { signal })),
})

export const accountTokensQuery = infiniteQueryOptions({
  queryKey: [KEY, 'all'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(http.GET('/api/v1/account/tokens', { params: { query: pageParam ? { cursor: pageParam } : {} }, signal })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

function useTokens<Answer, Input>(send: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient()
  return useMutation<Answer, ApiError, Input>({
    mutationFn: send,
    // A token must not stay in memory.
    gcTime: 0,
    // After a refusal as well: what it was refused for is seen then.
    onSettled: () => cache.invalidateQueries({ queryKey: [KEY] }),
  })
}

export const useCreateToken = () => useTokens((body: Schemas['TokenCreate']) => unwrap(http.POST('/api/v1/auth/tokens', { body })))

export const useRevokeToken = () =>
  useTokens<unknown, string>((tokenId) =>
    unwrap(http.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id: tokenId } } })),
  )

export const useRevokeAnyToken = () =>
  useTokens<unknown, string>((tokenId) =>
    unwrap(http.DELETE('/api/v1/account/tokens/{token_id}', { params: { path: { token_id: tokenId } } })),
  )
