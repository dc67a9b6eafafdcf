import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { get, ME } from '@/testing/answers'
import { openApp } from '@/testing/render'
import { makeServer } from '@/testing/server'
import { ID, makeWhole, SessionServer, writeback } from '../fixture'
import type { Whole } from '../model/types'

const server = makeServer()
const over = writeback({ id: 'wb-1', kind: 'escalation' })
const done = writeback({ id: 'wb-2', round: 2 })
const returned: Schemas['EscalationDetail'] = {
  id: 'wb-1',
  session_id: ID,
  round: 1,
  title: 'Printing fails at Site B',
  client: null,
  ticket_number: '1001',
  escalated_at: '2026-11-24T14:02:00Z',
  escalated_by: 'u1',
  escalated_by_name: 'Dana Kim',
  reason: 'No fix was tried.',
  question: null,
  to_user_id: null,
  to_user_name: null,
  to_queue: null,
  state: 'returned',
  note: '## Problem',
  missing: [],
  handoffs: [{ verb: 'return', round: 1, by_id: 'u2', by_name: 'Elena Sauer', questions: 'Which driver?', waited_seconds: 60, created_at: '2026-11-24T15:00:00Z' }],
}

async function open(whole: Whole, told: Partial<Schemas['EscalationDetail']> = {}) {
  const asked: string[] = []
  const session = new SessionServer(server, whole)
  server.use(get(`/ai-sessions/${ID}/escalation`, { ...returned, ...told }))
  server.events.on('request:start', ({ request }) => void asked.push(request.url))
  openApp(`/pilot/${ID}`)
  await screen.findByRole('heading', { level: 1, name: 'Printing fails at Site B' })
  await waitFor(() => expect(session.isFollowed).toBe(true))
  return { session, asked }
}
const bar = () => screen.queryByRole('complementary', { name: 'Handover' })
const session = (status: 'active' | 'resolved', round: number) => makeWhole({}, { status, round }).session

it('keeps the place of its bar as the session is resolved and reopened, until it is put away', async () => {
  const { session: told } = await open(makeWhole({ writebacks: [over] }, { round: 2 }))
  expect(await screen.findByRole('complementary', { name: 'Handover' })).toHaveTextContent('Elena Sauer asks: Which driver?')
  for (const now of [session('resolved', 2), session('active', 3)]) {
    told.change({ session: now, writebacks: [over, done] })
    told.emit('state', { status: now.status }, told.whole.event_number)
    await waitFor(() => expect(bar()).toHaveTextContent('This handover is over. Which driver?'))
    await waitFor(() => expect(screen.queryAllByText('Active').length > 0).toBe(now.status === 'active'))
    expect(bar()).toBeVisible()
  }
  fireEvent.click(within(bar()!).getByRole('button', { name: 'Put the handover away' }))
  expect(bar()).toBeNull()
})

it('shows no bar in a session that was resolved and reopened before it was opened here, and moves nothing by asking', async () => {
  const { asked } = await open(makeWhole({ writebacks: [over, done] }, { round: 3 }))
  expect(bar()).toBeNull()
  await waitFor(() => expect(asked.some((url) => url.includes('/similar'))).toBe(true))
  expect(asked.filter((url) => url.endsWith('/escalation'))).toEqual([])
})

const by = (verb: 'pickup' | 'return', mine: boolean) => ({ ...returned.handoffs[0]!, verb, by_id: mine ? ME.user_id : 'u2' })

it.each([
  [{ handoffs: [by('return', true)] }, 'You asked: Which driver?', false],
  [{ state: 'picked_up' as const, escalated_by: ME.user_id, handoffs: [by('pickup', false)] }, 'Elena Sauer picked this up from you.', false],
  [{ state: 'picked_up' as const, handoffs: [by('pickup', true)] }, 'You picked this up from Dana Kim.', true],
])('tells who did what as the reader sees it, and has nobody return to themselves', async (told, words, returnable) => {
  await open(makeWhole({ writebacks: [over] }, { round: 2 }), told)
  expect(await screen.findByRole('complementary', { name: 'Handover' })).toHaveTextContent(words)
  expect(screen.queryByRole('button', { name: 'Return with questions' }) !== null).toBe(returnable)
})
