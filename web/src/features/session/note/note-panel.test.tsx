import { EditorView } from '@codemirror/view'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { openApp } from '@/testing/render'
import { makeServer, problem } from '@/testing/server'
import { fact, ID, makeWhole, preview, SessionServer, TARGET, writeback } from '../fixture'
import type { Preview } from '../model/types'

const server = makeServer()
const at = (path: string) => server.at(`/ai-sessions/${ID}${path}`)

interface Posted {
  key: string | null
  body: Schemas['NotePost']
}
let posted: Posted[] = []
let written: Preview
let session: SessionServer
beforeEach(() => {
  posted = []
  written = preview()
  session = new SessionServer(server, makeWhole())
  server.use(http.post(at('/resolution-note/preview'), () => HttpResponse.json(written)))
})

/** The answers to the posts, in their order. */
function answerPosts(...answers: (() => Response)[]) {
  server.use(
    http.post(at('/resolution-note/post'), async ({ request }) => {
      posted.push({ key: request.headers.get('idempotency-key'), body: (await request.json()) as Posted['body'] })
      return answers[posted.length - 1]?.() ?? HttpResponse.error()
    }),
  )
}
const resolved = () => {
  session.change({ session: { ...session.whole.session, status: 'resolved' }, writebacks: [writeback()] })
  return HttpResponse.json({
    outcome: 'resolved',
    external_id: 'note-1',
    status: { wanted: 'Resolved', actual: 'Resolved', verified: true },
    status_transition_skipped_reason: null,
    writeback_id: 'wb-1',
    step: 'VERIFIED',
  } satisfies Schemas['PostOut'])
}
const problemWith = (status: number, code: string, detail: string, extra: object) =>
  HttpResponse.json({ type: '', title: code, status, detail, code, request_id: 'r', errors: [], ...extra }, { status })

const confirmButton = () => screen.getByRole('button', { name: /^Confirm & post/ })
const editor = () => screen.findByRole('textbox', { name: 'Text of the note, Markdown' })
async function write(text: string) {
  fireEvent.click(screen.getAllByRole('button', { name: 'Edit' }).at(-1) as HTMLElement)
  const view = EditorView.findFromDOM(await editor())
  view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
}
const saves: Schemas['DraftSave'][] = []
function takeDrafts(findings: Schemas['FindingOut'][] = []) {
  saves.length = 0
  server.use(
    http.put(at('/resolution-note/draft'), async ({ request }) => {
      const body = (await request.json()) as Schemas['DraftSave']
      saves.push(body)
      return HttpResponse.json({
        draft: { kind: 'resolution', ...body, version: saves.length, updated_by: 'me', updated_at: '2026-11-24T14:00:00Z' },
        grounding: { ok: findings.length === 0, findings },
      })
    }),
  )
}
function moveTo(version: number) {
  session.change({ state_version: version })
  session.emit('state', { state_version: version, changed: ['facts'] }, version)
}
async function open() {
  openApp(`/pilot/${ID}?preview=resolve`)
  await screen.findByText('Users at Site B cannot print.')
  await waitFor(() => expect(session.isFollowed).toBe(true))
}

it('posts what is shown and reports it only once it is proven', async () => {
  await open()
  answerPosts(resolved)
  expect(screen.getByText('customer')).toBeVisible()
  expect(screen.getByText('Ref RV-ABCDEFGH')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Evidence Fact F1: Only Site B is affected' })).toBeVisible()
  fireEvent.click(confirmButton())
  expect((await screen.findAllByText(/^Posted\. Local desk shows Resolved \(checked/)).length).toBeGreaterThan(0)
  expect(posted.map(({ body }) => body)).toEqual([
    { markdown: written.markdown, state_version: 5, acknowledge: [] },
  ])
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Resolution note' })).toBeNull())
})

it('repeats a post that was not answered under the same key', async () => {
  await open()
  answerPosts(() => HttpResponse.error(), resolved)
  fireEvent.click(confirmButton())
  expect(await screen.findByText(/Resolvent could not be reached/)).toBeVisible()
  fireEvent.click(confirmButton())
  await waitFor(() => expect(posted).toHaveLength(2))
  expect(posted[0]?.key).toMatch(/^[0-9a-f]{32}$/)
  expect(posted[1]?.key).toBe(posted[0]?.key)
})

it('asks for one tick for sentences without evidence, and sends their ids', async () => {
  const finding = { id: 'f-1', code: 'unbacked', sentence: 'We replaced the router.', reason: 'No fact says so.' }
  written = preview({ grounding: { ok: false, findings: [finding] } })
  await open()
  answerPosts(resolved)
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
  fireEvent.click(confirmButton())
  fireEvent.click(screen.getByRole('checkbox', { name: 'I stand by this: No fact says so.' }))
  fireEvent.click(confirmButton())
  await waitFor(() => expect(posted).toHaveLength(1))
  expect(posted[0]?.body.acknowledge).toEqual(['f-1'])
})

it('marks what the server finds unbacked at the post itself', async () => {
  await open()
  const error = { field: 'markdown', message: 'Users at Site B cannot print. — No fact says so.', code: 'f-9' }
  answerPosts(() => problem(422, 'not_grounded', '1 sentence has no backing.', [error]), resolved)
  fireEvent.click(confirmButton())
  fireEvent.click(await screen.findByRole('checkbox', { name: 'I stand by this: No fact says so.' }))
  fireEvent.click(confirmButton())
  await waitFor(() => expect(posted[1]?.body.acknowledge).toEqual(['f-9']))
  expect(posted[1]?.key).not.toBe(posted[0]?.key)
})

it('shows what changed at the ticket and posts nothing until it is confirmed again', async () => {
  await open()
  answerPosts(() => {
    session.change({ state_version: 6 })
    written = preview({ state_version: 6 })
    return problemWith(409, 'ticket_changed', 'The ticket was changed since this note was written.', {
      changes: [
        { field: 'status', seen: 'New', now: 'On hold', by: 'Ada', at: '2026-11-24T14:00:00Z', visibility: null },
        { field: 'note', seen: null, now: 'It works again!', by: 'Maria', at: '2026-11-24T14:01:00Z', visibility: 'customer' },
      ],
    })
  }, resolved)
  fireEvent.click(confirmButton())
  const changes = await screen.findByRole('alert', { name: 'Changes at the ticket' })
  expect(changes).toHaveTextContent(/Status: New → On hold \(last change: Ada, 24 Nov 2026/)
  expect(changes).toHaveTextContent(/New note, customer-visible \(Maria, 24 Nov 2026.*It works again!/)
  const again = screen.getByRole('button', { name: /^Post anyway after reading/ })
  await waitFor(() => expect(again).not.toHaveAttribute('aria-disabled'))
  expect(posted).toHaveLength(1)
  fireEvent.click(again)
  await waitFor(() => expect(posted[1]?.body.state_version).toBe(6))
})

it('names the status that will be set, and says when it can not be', async () => {
  const missing = { status_id: 'gone', status_name: null, problem: 'missing', sentence: 'This board has no status “gone”.' } as const
  server.use(http.get(at('/resolution-note/target'), () => HttpResponse.json({ ...TARGET, ...missing })))
  await open()
  answerPosts(resolved)
  expect(await screen.findByText('This board has no status “gone”.')).toBeVisible()
  fireEvent.change(screen.getByLabelText('Status the ticket gets'), { target: { value: 'waiting' } })
  expect(screen.queryByText('This board has no status “gone”.')).toBeNull()
  fireEvent.click(confirmButton())
  await waitFor(() => expect(posted[0]?.body.status_id).toBe('waiting'))
})

it('says what the ticket shows instead, and sets the status again without a second note', async () => {
  await open()
  const overridden = writeback({ step: 'OVERRIDDEN', actual_status: 'Waiting on customer', error: { code: 'psa_status_unverified', detail: 'A workflow moved it.' } })
  answerPosts(() => {
    session.change({ writebacks: [overridden] })
    return problemWith(502, 'psa_status_unverified', 'A workflow moved it.', { wanted: 'Resolved', actual: 'Waiting on customer' })
  })
  let retries = 0
  server.use(
    http.post(at('/writebacks/wb-1/retry'), () => {
      retries += 1
      return resolved()
    }),
  )
  fireEvent.click(confirmButton())
  const again = await screen.findAllByRole('button', { name: 'Set again' })
  expect(screen.getAllByText('Posted, but Local desk shows Waiting on customer.').length).toBeGreaterThan(0)
  expect(screen.queryByRole('button', { name: /^Confirm & post/ })).toBeNull()
  again.slice(0, 1).forEach((button) => fireEvent.click(button))
  expect((await screen.findAllByText(/^Posted\. Local desk shows Resolved/)).length).toBeGreaterThan(0)
  expect([retries, posted.length]).toEqual([1, 1])
})

it('never replaces an edit: new facts are offered, and the post waits for the choice', async () => {
  takeDrafts()
  await open()
  answerPosts(resolved)
  await write('My own words')
  await waitFor(() => expect(saves).toEqual([{ markdown: 'My own words', based_on_state_version: 5 }]))

  written = preview({ state_version: 6, markdown: 'Another text' })
  session.change({ state_version: 6, drafts: [] })
  session.emit('state', { state_version: 6, changed: ['facts'] }, 2)
  expect(await screen.findByText('New facts since your edit.')).toBeVisible()
  expect(await editor()).toHaveTextContent('My own words')
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
  fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
  fireEvent.click(confirmButton())
  await waitFor(() => expect(posted[0]?.body).toMatchObject({ markdown: 'My own words', state_version: 6 }))
})

it('says that a model did not write it and why, and writes it again', async () => {
  const asked: unknown[] = []
  written = preview({ notice: 'Claude is overloaded. The note was put together without a language model.' })
  await open()
  expect(screen.getByText(/^Claude is overloaded/)).toBeVisible()
  expect(screen.getByText('Put together without a language model.')).toBeVisible()
  server.use(
    http.post(at('/resolution-note/preview'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json(preview({ engine: 'claude-1-0123456789ab-identities-composer-2' }))
    }),
  )
  fireEvent.click(screen.getByRole('button', { name: 'Write again' }))
  expect(await screen.findByText('Written by claude-1.')).toBeVisible()
  expect(asked).toEqual([{ refresh: true }])
  expect(screen.queryByText(/^Claude is overloaded/)).toBeNull()
})

it('takes one tick for all, and says which sentence is marked where it stands', async () => {
  const findings = [
    { id: 'f-1', code: 'unbacked', sentence: 'We replaced the router.', reason: 'No fact says so.' },
    { id: 'f-2', code: 'missing_outcome', sentence: '', reason: 'The outcome is missing.' },
  ]
  takeDrafts(findings)
  await open()
  await write('We replaced the router. It rains.')
  const points = await screen.findByRole('region', { name: 'To check before posting' })
  expect(points).toHaveTextContent('2 points to check before posting')
  const box = await editor()
  await waitFor(() => expect(box.querySelector('.cm-gap')).toHaveTextContent('We replaced the router.'))
  fireEvent.keyDown(box, { key: 'F8', keyCode: 119 })
  const view = EditorView.findFromDOM(box)
  expect(view?.state.selection.main).toMatchObject({ from: 0, to: 23 })
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
  fireEvent.click(screen.getByRole('checkbox', { name: 'I stand by all 2' }))
  expect(confirmButton()).not.toHaveAttribute('aria-disabled')
  fireEvent.click(screen.getByRole('checkbox', { name: 'I stand by this: The outcome is missing.' }))
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
})

it('goes from claim to claim by arrows, and by Enter to the fact in the lane and back', async () => {
  session.change({ facts: [fact(), fact({ id: 'fact-2', text: 'The queue is stuck' })] })
  written = preview({
    sections: [
      {
        title: 'Problem',
        claims: [
          { text: 'Users at Site B cannot print.', evidence: ['F1'] },
          { text: 'The queue is stuck.', evidence: ['F2', 'T'] },
        ],
      },
    ],
    evidence: [
      { label: 'T', text: 'Printing fails' },
      { label: 'F1', text: 'Only Site B is affected' },
      { label: 'F2', text: 'The queue is stuck' },
    ],
  })
  await open()
  const chip = (name: string) => screen.getByRole('button', { name })
  const first = chip('Evidence Fact F1: Only Site B is affected')
  expect(screen.getAllByRole('button', { name: /^Evidence / }).filter((one) => one.tabIndex === 0)).toEqual([first])
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowDown' })
  const second = chip('Evidence Fact F2: The queue is stuck')
  expect(second).toHaveFocus()
  fireEvent.keyDown(second, { key: 'ArrowRight' })
  expect(chip('Evidence Ticket: Printing fails')).toHaveFocus()
  second.focus()
  fireEvent.keyDown(second, { key: 'Enter' })
  expect(document.activeElement).toHaveAttribute('id', 'F2')
  fireEvent.keyDown(document.activeElement as Element, { key: 'Enter' })
  expect(second).toHaveFocus()
  fireEvent.click(first)
  expect(document.querySelector('[data-evidence]')).toHaveTextContent('Only Site B is affected')
})

it('asks once after the last change, and shows the old text until the new one is there', async () => {
  let asked = 0
  server.use(
    http.post(at('/resolution-note/preview'), () => {
      asked += 1
      return HttpResponse.json(written)
    }),
  )
  await open()
  expect(asked).toBe(1)
  written = preview({ state_version: 8, sections: [{ title: 'Problem', claims: [{ text: 'All is new.', evidence: [] }] }] })
  for (const version of [6, 7, 8]) moveTo(version)
  await waitFor(() => expect(confirmButton()).toHaveAttribute('aria-disabled', 'true'))
  expect(screen.getByText('Users at Site B cannot print.')).toBeVisible()
  expect(await screen.findByText('All is new.')).toBeVisible()
  expect(asked).toBe(2)
})

it('gives up a request for an older state', async () => {
  await open()
  let given = false
  let asked = 0
  server.use(
    http.post(at('/resolution-note/preview'), async ({ request }) => {
      asked += 1
      if (asked === 1) {
        await new Promise((done) => request.signal.addEventListener('abort', done))
        given = true
      }
      return HttpResponse.json(preview({ state_version: 7, sections: [{ title: 'Problem', claims: [{ text: 'Newest.', evidence: [] }] }] }))
    }),
  )
  moveTo(6)
  await waitFor(() => expect(asked).toBe(1))
  moveTo(7)
  expect(await screen.findByText('Newest.')).toBeVisible()
  await waitFor(() => expect(given).toBe(true))
})

it('does not show an answer for an older state that comes late', async () => {
  await open()
  let answerOld: (response: Response) => void = () => undefined
  server.use(
    http.post(at('/resolution-note/preview'), async ({ request }) => {
      const { refresh } = (await request.json()) as { refresh: boolean }
      if (refresh) return new Promise<Response>((resolve) => (answerOld = resolve))
      return HttpResponse.json(preview({ state_version: 6, sections: [{ title: 'Problem', claims: [{ text: 'Newest.', evidence: [] }] }] }))
    }),
  )
  fireEvent.click(screen.getByRole('button', { name: /^Refresh/ }))
  expect(await screen.findByText('Refreshing')).toBeVisible()
  moveTo(6)
  expect(await screen.findByText('Newest.')).toBeVisible()
  answerOld(HttpResponse.json(preview({ sections: [{ title: 'Problem', claims: [{ text: 'Too late.', evidence: [] }] }] })))
  await waitFor(() => expect(screen.queryByText('Refreshing')).toBeNull())
  expect(screen.getByText('Newest.')).toBeVisible()
  expect(screen.queryByText('Too late.')).toBeNull()
})

it('keeps the old text when the new one can’t be written, and tries again', async () => {
  await open()
  server.use(http.post(at('/resolution-note/preview'), () => problem(503, 'unavailable', 'The database is away.')))
  moveTo(6)
  expect(await screen.findByText('The database is away.')).toBeVisible()
  expect(screen.getByText('Users at Site B cannot print.')).toBeVisible()
  expect(screen.getByText(/^Out of date, \d+ s ago$/)).toBeVisible()
  server.use(http.post(at('/resolution-note/preview'), () => HttpResponse.json(preview({ state_version: 6 }))))
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await waitFor(() => expect(screen.queryByText('The database is away.')).toBeNull())
  expect(screen.getByText(/^Fresh, \d+ s ago$/)).toBeVisible()
})

it('stays open, and says what runs, until the post is answered', async () => {
  await open()
  let answer: () => void = () => undefined
  const waiting = new Promise<void>((done) => (answer = done))
  server.use(
    http.post(at('/resolution-note/post'), async () => {
      await waiting
      return resolved()
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
  answerPosts(resolved)
  fireEvent.keyDown(document.getElementById('facts') as HTMLElement, { key: 'Enter', ctrlKey: true })
  fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true })
  expect(posted).toEqual([])
  fireEvent.keyDown(screen.getByRole('region', { name: 'Resolution note' }), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(posted).toHaveLength(1))
})
