import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { openApp } from '@/testing/render'
import { get, makeServer, ME } from '@/testing/server'
import { ID, makeWhole, SessionServer, writeback } from '../fixture'

const server = makeServer()
const EXCHANGE: Schemas['ExchangeOut'] = {
  method: 'POST',
  path: '/service/tickets/7/notes',
  status: 201,
  request: '{"text": "It works"}',
  response: '{"id": 5}',
  milliseconds: 34,
  created_at: '2026-11-24T14:00:00Z',
}

function open(role: 'engineer' | 'admin', values: Parameters<typeof writeback>[0] = {}) {
  const one = writeback(values)
  new SessionServer(server, makeWhole({ writebacks: [one] }, { status: 'resolved' }))
  const detail: Schemas['WritebackDetail'] = { writeback: one, exchanges: [EXCHANGE] }
  server.use(
    get('/auth/me', { ...ME, role }),
    http.get(server.at(`/ai-sessions/${ID}/writebacks/wb-1`), () => HttpResponse.json(detail)),
  )
  openApp(`/pilot/${ID}`)
}

it('shows an administrator what was sent and what came back', async () => {
  open('admin')
  fireEvent.click(await screen.findByRole('button', { name: 'Show the requests' }))
  const table = await screen.findByRole('table', { name: 'Requests' })
  const row = within(table).getByRole('row', { name: /POST \/service\/tickets\/7\/notes/ })
  expect(row).toHaveTextContent('201')
  expect(row).toHaveTextContent('34')
  expect(row).toHaveTextContent('{"text": "It works"}')
})

it('offers an engineer the text alone', async () => {
  open('engineer')
  expect(await screen.findByRole('button', { name: 'Show the text' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Show the requests' })).toBeNull()
})

it('tells in the timeline that the ticket was moved after posting', async () => {
  open('engineer', { late_change: { status: 'In progress', by: 'Ada', at: '2026-11-24T14:07:00Z' } })
  const row = await screen.findByRole('article', { name: 'Change of the ticket after posting' })
  await waitFor(() =>
    expect(row).toHaveTextContent('5 minutes after posting, Local desk shows In progress instead of Resolved'),
  )
})
