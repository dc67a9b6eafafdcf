import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { problem } from '@/testing/server'
import { preview, TARGET, writeback } from '../fixture'
import { confirmButton, desk, open, problemWith } from './note-desk'

it('posts what is shown and reports it only once it is proven', async () => {
  await open()
  desk.answerPosts(desk.resolved)
  expect(screen.getByText('customer')).toBeVisible()
  expect(screen.getByText('Ref RV-ABCDEFGH')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Evidence Fact F1: Only Site B is affected' })).toBeVisible()
  fireEvent.click(confirmButton())
  expect((await screen.findAllByText(/^Posted\. Local desk shows Resolved \(checked/)).length).toBeGreaterThan(0)
  expect(desk.posted.map(({ body }) => body)).toEqual([
    { markdown: desk.written.markdown, state_version: 5, acknowledge: [] },
  ])
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Resolution note' })).toBeNull())
})

it('repeats a post that was not answered under the same key', async () => {
  await open()
  desk.answerPosts(() => HttpResponse.error(), desk.resolved)
  fireEvent.click(confirmButton())
  expect(await screen.findByText(/Resolvent could not be reached/)).toBeVisible()
  fireEvent.click(confirmButton())
  await waitFor(() => expect(desk.posted).toHaveLength(2))
  expect(desk.posted[0]?.key).toMatch(/^[0-9a-f]{32}$/)
  expect(desk.posted[1]?.key).toBe(desk.posted[0]?.key)
})

it('asks for one tick for sentences without evidence, and sends their ids', async () => {
  const finding = { id: 'f-1', code: 'unbacked', sentence: 'We replaced the router.', reason: 'No fact says so.' }
  desk.written = preview({ grounding: { ok: false, findings: [finding] } })
  await open()
  desk.answerPosts(desk.resolved)
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
  fireEvent.click(confirmButton())
  fireEvent.click(screen.getByRole('checkbox', { name: 'I stand by this: No fact says so.' }))
  fireEvent.click(confirmButton())
  await waitFor(() => expect(desk.posted).toHaveLength(1))
  expect(desk.posted[0]?.body.acknowledge).toEqual(['f-1'])
})

it('marks what the server finds unbacked at the post itself', async () => {
  await open()
  const error = { field: 'markdown', message: 'Users at Site B cannot print. — No fact says so.', code: 'f-9' }
  desk.answerPosts(() => problem(422, 'not_grounded', '1 sentence has no backing.', [error]), desk.resolved)
  fireEvent.click(confirmButton())
  fireEvent.click(await screen.findByRole('checkbox', { name: 'I stand by this: No fact says so.' }))
  fireEvent.click(confirmButton())
  await waitFor(() => expect(desk.posted[1]?.body.acknowledge).toEqual(['f-9']))
  expect(desk.posted[1]?.key).not.toBe(desk.posted[0]?.key)
})

it('shows what changed at the ticket and posts nothing until it is confirmed again', async () => {
  await open()
  desk.answerPosts(() => {
    desk.session.change({ state_version: 6 })
    desk.written = preview({ state_version: 6 })
    return problemWith(409, 'ticket_changed', 'The ticket was changed since this note was written.', {
      changes: [
        { field: 'status', seen: 'New', now: 'On hold', by: 'Ada', at: '2026-11-24T14:00:00Z', visibility: null },
        { field: 'note', seen: null, now: 'It works again!', by: 'Maria', at: '2026-11-24T14:01:00Z', visibility: 'customer' },
      ],
    })
  }, desk.resolved)
  fireEvent.click(confirmButton())
  const changes = await screen.findByRole('alert', { name: 'Changes at the ticket' })
  expect(changes).toHaveTextContent(/Status: New → On hold \(last change: Ada, 24 Nov 2026/)
  expect(changes).toHaveTextContent(/New note, customer-visible \(Maria, 24 Nov 2026.*It works again!/)
  const again = screen.getByRole('button', { name: /^Post anyway after reading/ })
  await waitFor(() => expect(again).not.toHaveAttribute('aria-disabled'))
  expect(desk.posted).toHaveLength(1)
  fireEvent.click(again)
  await waitFor(() => expect(desk.posted[1]?.body.state_version).toBe(6))
})

it('names the status that will be set, and says when it can not be', async () => {
  const missing = { status_id: 'gone', status_name: null, problem: 'missing', sentence: 'This board has no status “gone”.' } as const
  desk.server.use(http.get(desk.at('/resolution-note/target'), () => HttpResponse.json({ ...TARGET, ...missing })))
  await open()
  desk.answerPosts(desk.resolved)
  expect(await screen.findByText('This board has no status “gone”.')).toBeVisible()
  fireEvent.change(screen.getByLabelText('Status the ticket gets'), { target: { value: 'waiting' } })
  expect(screen.queryByText('This board has no status “gone”.')).toBeNull()
  fireEvent.click(confirmButton())
  await waitFor(() => expect(desk.posted[0]?.body.status_id).toBe('waiting'))
})

it('says what the ticket shows instead, and sets the status again without a second note', async () => {
  await open()
  const overridden = writeback({ step: 'OVERRIDDEN', actual_status: 'Waiting on customer', error: { code: 'psa_status_unverified', detail: 'A workflow moved it.' } })
  desk.answerPosts(() => {
    desk.session.change({ writebacks: [overridden] })
    return problemWith(502, 'psa_status_unverified', 'A workflow moved it.', { wanted: 'Resolved', actual: 'Waiting on customer' })
  })
  const retries: unknown[] = []
  desk.server.use(
    http.post(desk.at('/writebacks/wb-1/retry'), async ({ request }) => {
      retries.push(await request.json())
      return retries.length === 1 ? problemWith(502, 'psa_status_unverified', 'A workflow moved it.', {}) : desk.resolved()
    }),
  )
  fireEvent.click(confirmButton())
  const again = await screen.findAllByRole('button', { name: 'Set again' })
  expect(screen.getAllByText('Posted, but Local desk shows Waiting on customer.').length).toBeGreaterThan(0)
  expect(screen.queryByRole('button', { name: /^Confirm & post/ })).toBeNull()
  again.slice(0, 1).forEach((button) => fireEvent.click(button))
  await waitFor(() => expect(retries).toEqual([{ status_id: null }]))
  // One that does not stand is not the end: the engineer picks another.
  fireEvent.change(screen.getByLabelText('Status the ticket gets'), { target: { value: 'waiting' } })
  fireEvent.click(await screen.findByRole('button', { name: 'Set this status' }))
  expect((await screen.findAllByText(/^Posted\. Local desk shows Resolved/)).length).toBeGreaterThan(0)
  expect([retries[1], desk.posted.length]).toEqual([{ status_id: 'waiting' }, 1])
})

it('stays open, and says what runs, until the post is answered', async () => {
  await open()
  let answer: () => void = () => undefined
  const waiting = new Promise<void>((done) => (answer = done))
  desk.server.use(
    http.post(desk.at('/resolution-note/post'), async () => {
      await waiting
      return desk.resolved()
    }),
  )
  fireEvent.click(confirmButton())
  const steps = await screen.findByRole('list', { name: 'Posting' })
  expect(steps.querySelector('[aria-current=step]')).toHaveTextContent('Reading ticket')
  const panel = screen.getByRole('region', { name: 'Resolution note' })
  fireEvent.keyDown(panel, { key: 'Escape' })
  fireEvent.click(screen.getByRole('button', { name: 'Resolve' }))
  expect(screen.getByRole('region', { name: 'Resolution note' })).toBeVisible()
  answer()
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Resolution note' })).toBeNull())
})

it('counts Ctrl+Enter in the note alone', async () => {
  await open()
  desk.answerPosts(desk.resolved)
  fireEvent.keyDown(document.getElementById('facts') as HTMLElement, { key: 'Enter', ctrlKey: true })
  fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true })
  expect(desk.posted).toEqual([])
  fireEvent.keyDown(screen.getByRole('region', { name: 'Resolution note' }), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(desk.posted).toHaveLength(1))
})
