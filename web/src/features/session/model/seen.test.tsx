import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import type { PropsWithChildren } from 'react'
import { expect, it } from 'vitest'
import { makeServer } from '@/testing/server'
import { ID, makeWhole } from '../fixture'
import { useSeen } from './seen'

const server = makeServer()

it('reads a list anew that was asked for before the server knew what was seen', async () => {
  let seen = false
  let asked = 0
  const held: (() => void)[] = []
  server.use(
    http.put(server.at(`/ai-sessions/${ID}/seen`), () => {
      seen = true
      return new HttpResponse(null, { status: 204 })
    }),
  )
  const client = new QueryClient()
  const wrapper = ({ children }: PropsWithChildren) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  const list = renderHook(
    () =>
      useInfiniteQuery({
        queryKey: ['sessions', 'list'],
        queryFn: async () => {
          asked += 1
          const items = [{ id: ID, unread: !seen }]
          if (asked === 1) await new Promise<void>((answer) => held.push(answer))
          return { items }
        },
        initialPageParam: null,
        getNextPageParam: () => null,
      }),
    { wrapper },
  )
  await waitFor(() => expect(held).toHaveLength(1))
  const session = renderHook(() => useSeen(makeWhole({ event_number: 7 })), { wrapper })
  session.unmount()
  await waitFor(() => expect(seen).toBe(true))
  await waitFor(() => expect(asked).toBe(2))
  held.forEach((answer) => answer())
  await waitFor(() => expect(list.result.current.data?.pages).toEqual([{ items: [{ id: ID, unread: false }] }]))
})
