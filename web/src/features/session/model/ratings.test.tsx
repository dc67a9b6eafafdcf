import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import type { PropsWithChildren } from 'react'
import { expect, it } from 'vitest'
import { makeServer } from '@/testing/server'
import { ID } from '../fixture'
import { useRating } from './ratings'

const server = makeServer()

it('keeps what was pressed before the ratings were read, and the others with it', async () => {
  const kept = new Map([['m1', false]])
  const held: (() => void)[] = []
  server.use(
    http.get(server.at(`/ai-sessions/${ID}/ratings`), async () => {
      const items = [...kept].map(([message_id, helpful]) => ({ message_id, helpful }))
      // The first reading is answered last, with what stood when it was asked.
      if (held.length === 0) await new Promise<void>((answer) => held.push(answer))
      return HttpResponse.json({ items })
    }),
    http.put(server.at(`/ai-sessions/${ID}/messages/m2/rating`), () => {
      kept.set('m2', true)
      return new HttpResponse(null, { status: 204 })
    }),
  )
  const client = new QueryClient()
  const wrapper = ({ children }: PropsWithChildren) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  const { result } = renderHook(() => [useRating(ID, 'm1'), useRating(ID, 'm2')] as const, { wrapper })
  await waitFor(() => expect(held).toHaveLength(1))
  act(() => result.current[1].rate(true))
  await waitFor(() => expect(result.current[1].helpful).toBe(true))
  held.forEach((answer) => answer())
  await waitFor(() => expect(result.current[0].helpful).toBe(false))
  expect(result.current[1].helpful).toBe(true)
})
