import { QueryCache, QueryClient, MutationCache, queryOptions } from '@tanstack/react-query'
import { ApiError, http, unwrap } from './client'
import { markExpired } from './expiry'

const onError = (error: unknown) => {
  if (error instanceof ApiError && error.status === 401) markExpired()
}

/** A refusal stands; only a server that was not reached or is busy is asked again. */
const retry = (failures: number, error: unknown) =>
  failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503)

export const makeQueryClient = () =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry, staleTime: 15_000 }, mutations: { networkMode: 'always' } },
  })

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/auth/me', { signal })),
  staleTime: 5 * 60_000,
})

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/users', { signal })),
  staleTime: 5 * 60_000,
})

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/connections', { signal })),
})

export const settingsQuery = queryOptions({
  queryKey: ['account-settings'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/account/settings', { signal })),
})
