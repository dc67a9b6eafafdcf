import { QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from './client'
import { belongTo } from '@/lib/owner'

/** A refusal stands; only a server that was not reached or is busy is asked again. */
const retry = (failures: number, error: unknown) =>
  failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503)

export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: { queries: { retry, staleTime: 15_000 }, mutations: { networkMode: 'always' } },
  })

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await unwrap(http.GET('/api/v1/auth/me', { signal }))
    belongTo(me.user_id)
    return me
  },
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
