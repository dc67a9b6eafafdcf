import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { makeServer } from '@/testing/server'
import { check, fix, ID, makeWhole, SessionServer } from '../fixture'
import type { Whole } from '../model/types'

const server = makeServer()
const MARK = /reported by the assistant, not confirmed/i

async function openLane(whole: Whole) {
  const session = new SessionServer(server, whole)
  openApp(`/pilot/${ID}`)
  await screen.findByRole('heading', { level: 1, name: 'Printing fails at Site B' })
  await waitFor(() => expect(session.isFollowed).toBe(true))
  return { session, lane: within(screen.getByRole('complementary', { name: 'Task lane' })) }
}

it('marks a result that only the assistant reported until it is confirmed', async () => {
  const done = check({ status: 'done', result: 'Stopped', source: 'assistant' })
  const { session, lane } = await openLane(makeWhole({ checks: [done] }))
  const sent: unknown[] = []
  server.use(
    http.patch(server.at(`/ai-sessions/${ID}/checks/check-1`), async ({ request }) => {
      sent.push(await request.json())
      const confirmed = { ...done, source: 'engineer', version: 2 }
      session.change({ checks: [confirmed], state_version: 6 })
      return HttpResponse.json({ check: confirmed, state_version: 6 })
    }),
  )
  expect(lane.getByText(MARK)).toBeVisible()
  fireEvent.click(lane.getByRole('button', { name: 'Confirm the result' }))
  await waitFor(() => expect(lane.queryByText(MARK)).toBeNull())
  expect(sent).toEqual([{ status: 'done', result: 'Stopped', version: 1 }])
})

it('marks no result that the engineer logged, and no check that is still open', async () => {
  const open = check({ status: 'todo', source: 'assistant' })
  const logged = check({ id: 'check-2', status: 'done', result: 'Runs', source: 'engineer' })
  const { lane } = await openLane(makeWhole({ checks: [open, logged] }))
  expect(lane.queryByText(MARK)).toBeNull()
})

it('marks an outcome that only the assistant reported until it is confirmed, with the same words', async () => {
  const failed = fix({ status: 'applied_failed', failure_reason: 'Stops again', reported_by: 'assistant' })
  const { session, lane } = await openLane(makeWhole({ fixes: [failed], active_fix: failed }))
  const sent: unknown[] = []
  server.use(
    http.patch(server.at(`/ai-sessions/${ID}/suggested-fixes/fix-1/outcome`), async ({ request }) => {
      sent.push(await request.json())
      const confirmed = { ...failed, reported_by: 'engineer' }
      session.change({ fixes: [confirmed], active_fix: confirmed, state_version: 6 })
      return HttpResponse.json({ fix: confirmed, state_version: 6 })
    }),
  )
  expect(lane.getByText(MARK)).toBeVisible()
  fireEvent.click(lane.getByRole('button', { name: 'Confirm' }))
  await waitFor(() => expect(lane.queryByText(MARK)).toBeNull())
  expect(sent).toEqual([{ outcome: 'applied_failed', failure_reason: 'Stops again' }])
})

it('asks how it went no more once that is confirmed, or once the session was concluded and reopened', async () => {
  const partial = fix({ status: 'applied_partial', partial_notes: 'Prints, but slowly', reported_by: 'assistant' })
  const confirmed = { ...partial, reported_by: 'engineer' as const }
  const { session, lane } = await openLane(makeWhole({ fixes: [partial], active_fix: partial }))
  server.use(
    http.patch(server.at(`/ai-sessions/${ID}/suggested-fixes/fix-1/outcome`), () => {
      session.change({ fixes: [confirmed], active_fix: confirmed, state_version: 6 })
      return HttpResponse.json({ fix: confirmed, state_version: 6 })
    }),
  )
  const form = () => lane.queryByRole('group', { name: 'How did it go?' })
  fireEvent.click(lane.getByRole('button', { name: 'Change' }))
  expect(form()).toBeVisible()
  fireEvent.click(lane.getByRole('button', { name: 'Confirm' }))
  await waitFor(() => expect(form()).toBeNull())

  fireEvent.click(lane.getByRole('button', { name: 'Change' }))
  expect(form()).toBeVisible()
  for (const now of [makeWhole({}, { status: 'resolved' }).session, makeWhole({}, { round: 2 }).session]) {
    session.change({ session: now })
    session.emit('state', { status: now.status }, session.whole.event_number)
    await waitFor(() => expect(lane.queryByRole('button', { name: 'Change' }) !== null).toBe(now.status === 'active'))
    expect(form()).toBeNull()
  }
  expect(lane.getByText('Prints, but slowly')).toBeVisible()
})

it('folds what was skipped away below the checks, and goes past it by keyboard', async () => {
  const skipped = check({ id: 'check-1', title: 'Which driver?', status: 'skipped' })
  const next = [check({ id: 'check-2', title: 'Is it on?', status: 'todo' }), check({ id: 'check-3', title: 'Does it print?', status: 'todo' })]
  const { lane } = await openLane(makeWhole({ checks: [skipped, ...next] }))
  const titles = ['Is it on?', 'Does it print?', 'Which driver?']
  const rows = titles.map((title) => lane.getByText(title))
  expect(rows.map((row, at) => at === 0 || !!(rows[at - 1]!.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING))).toEqual([true, true, true])
  expect(lane.getByText('Skipped, 1').closest('details')).not.toHaveAttribute('open')
  rows[1]!.focus()
  fireEvent.keyDown(rows[1]!, { key: 'j' })
  expect(rows[1]).toHaveFocus()
  fireEvent.keyDown(rows[1]!, { key: 'k' })
  expect(rows[0]).toHaveFocus()
})
