import { QueryCache, QueryClient, MutationCache, queryOptions } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from './client'
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
  queryFn: async ({ signal }) => {
    const items: Schemas['UserOut'][] = []
    let cursor: string | null = null
    do {
      const page: Schemas['UsersOut'] = await unwrap(http.GET('/api/v1/users', { params: { query: cursor ? { cursor } : {} }, signal }))
      items.push(...page.items)
      cursor = page.next_cursor
    } while (cursor)
    return { items }
  },
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
