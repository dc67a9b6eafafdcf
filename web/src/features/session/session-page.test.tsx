import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'
import { openApp } from '@/testing/render'
import { makeServer, problem } from '@/testing/server'
import { answer, check, fact, fix, ID, makeWhole, message, SessionServer } from './fixture'
import type { Whole } from './model/types'

const server = makeServer()

async function open(whole: Whole) {
  const session = new SessionServer(server, whole)
  openApp(`/pilot/${ID}`)
  await screen.findByRole('heading', { level: 1, name: 'Printing fails at Site B' })
  await waitFor(() => expect(session.isFollowed).toBe(true))
  return session
}
const write = (text: string) => {
  const field = screen.getByLabelText('Message')
  fireEvent.change(field, { target: { value: text } })
  fireEvent.keyDown(field, { key: 'Enter' })
}
const turnFinished = (status: string) => ({ turn_id: 'turn-m2', message_id: 'm2', status, error: null, length: 0 })

it('goes on with a running answer where the saved text ends, and says when it is ready', async () => {
  const session = await open(makeWhole({ event_number: 41, messages: [message('m1'), answer('m2', 'running', 'The spooler')] }))
  expect(session.lastEventId).toBe('41')
  expect(screen.getByText('The spooler')).toBeVisible()
  session.emit('turn.delta', { turn_id: 'turn-m2', offset: 0, text: 'The spooler' })
  session.emit('turn.delta', { turn_id: 'turn-m2', offset: 11, text: ' has stopped.' })
  expect(await screen.findByText('The spooler has stopped.')).toBeVisible()

  session.change({ messages: [message('m1'), answer('m2', 'complete', 'The spooler has stopped.')] })
  session.emit('turn.finished', turnFinished('complete'), 42)
  expect(await screen.findByText('Answer ready, 4 words')).toBeInTheDocument()
  expect(await screen.findByRole('button', { name: 'Try this answer again' })).toBeVisible()
  expect(screen.getAllByText('The spooler has stopped.')).toHaveLength(1)
})

it('shows a lost answer as cut off, and tries it again as a new version', async () => {
  const retried: string[] = []
  const session = await open(makeWhole({ messages: [message('m1'), answer('m2', 'failed', 'The spoo')] }))
  server.use(
    http.post(server.at(`/ai-sessions/${ID}/turns/:turn/retry`), ({ params }) => {
      retried.push(String(params.turn))
      session.change({ messages: [...session.whole.messages, { ...answer('m4', 'complete', 'Whole now'), retry_of: 'm2' }] })
      return HttpResponse.json({ message_id: 'm1', answer_id: 'm4', turn_id: 'turn-m4', state_version: 5 }, { status: 202 })
    }),
  )
  expect(screen.getByText('This answer was cut off.')).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  expect(await screen.findByText('Whole now')).toBeVisible()
  expect(retried).toEqual(['turn-m2'])
  expect(screen.getByRole('img', { name: 'Version 2 of 2' })).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Older version' }))
  expect(screen.getByText('The spoo')).toBeVisible()
})

it('keeps one message back while an answer is written, and sends it at its end', async () => {
  const sent: unknown[] = []
  const session = await open(makeWhole({ messages: [message('m1'), answer('m2', 'running', 'Wait')] }))
  server.use(
    http.post(server.at(`/ai-sessions/${ID}/messages`), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ message_id: 'm3', answer_id: 'm4', turn_id: 'turn-m4', state_version: 5 }, { status: 202 })
    }),
  )
  write('Nobody can print')
  expect(screen.getByText('Sends after this answer:')).toBeVisible()
  expect(sent).toEqual([])
  session.change({ messages: [message('m1'), answer('m2', 'complete', 'Wait')] })
  session.emit('turn.finished', turnFinished('complete'), 3)
  await waitFor(() => expect(sent).toEqual([{ content: 'Nobody can print' }]))
})

it('gives the text of a refused message back', async () => {
  await open(makeWhole())
  server.use(http.post(server.at(`/ai-sessions/${ID}/messages`), () => problem(503, 'database_away', 'Try again shortly.')))
  write('Precious words')
  await waitFor(() => expect(screen.getByLabelText('Message')).toHaveValue('Precious words'))
  expect(await screen.findByText('Try again shortly.')).toBeVisible()
})

it('removes a fact at once, and Undo brings it back', async () => {
  const session = await open(makeWhole({ facts: [fact()] }))
  server.use(
    http.delete(server.at(`/ai-sessions/${ID}/facts/fact-1`), () => {
      session.change({ facts: [], state_version: 6 })
      return HttpResponse.json({ fact: fact({ retracted_at: '2026-11-24T14:01:00Z' }), state_version: 6 })
    }),
    http.post(server.at(`/ai-sessions/${ID}/facts/fact-1/undo`), () => {
      session.change({ facts: [fact()], state_version: 7 })
      return HttpResponse.json({ fact: fact(), state_version: 7 })
    }),
  )
  const lane = within(screen.getByRole('complementary', { name: 'Task lane' }))
  fireEvent.click(lane.getByRole('button', { name: 'Remove' }))
  await waitFor(() => expect(lane.queryByText('Only Site B is affected')).toBeNull())
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await lane.findByText('Only Site B is affected')).toBeVisible()
})

it('shows a closed session with Reopen and without a composer', async () => {
  new SessionServer(server, makeWhole({}, { status: 'resolved' }))
  openApp(`/pilot/${ID}`)
  expect(await screen.findByText('This session is resolved. Reopen it to go on.')).toBeVisible()
  expect(screen.queryByLabelText('Message')).toBeNull()
})

it('offers no reopening beside the way to pick a session up', async () => {
  new SessionServer(server, makeWhole({}, { status: 'escalated' }))
  openApp(`/pilot/${ID}`)
  expect(await screen.findByText('This session is escalated. Pick it up to go on.')).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Show the note' }))
  expect(await screen.findByText(/^This session is escalated\. No escalation/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Reopen' })).toBeNull()
})

it('says so when there is no such session', async () => {
  new SessionServer(server, makeWhole())
  server.use(http.get(server.at(`/ai-sessions/${ID}`), () => problem(404, 'not_found', 'There is no such session.')))
  openApp(`/pilot/${ID}`)
  expect(await screen.findByRole('heading', { name: 'No such session' })).toBeVisible()
})

/** What a newer server may send: a state that this page has no picture for. */
const unknown = { ...check(), status: 'delegated' } as unknown as Whole['checks'][number]

it('draws the lane of a narrow window when its tab is first chosen, and keeps what is typed in it', async () => {
  vi.spyOn(window, 'matchMedia').mockImplementation((media) => Object.assign(new EventTarget(), { matches: true, media }) as MediaQueryList)
  await open(makeWhole({ facts: [fact({ text: 'Only Site B' })] }))
  expect(screen.queryByText('Only Site B')).toBeNull()
  expect(screen.getByRole('button', { name: 'Resolve' })).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: /Task lane/ }))
  expect(await screen.findByText('Only Site B')).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Chat' }))
  expect(screen.getByText('Only Site B')).toBeInTheDocument()
})

it('keeps the conversation and the way to the note when the task lane crashes', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const sent: unknown[] = []
  const session = await open(makeWhole({ checks: [check()], messages: [message('m1')] }))
  server.use(
    http.post(server.at(`/ai-sessions/${ID}/messages`), async ({ request }) => {
      sent.push(await request.json())
      session.change({ messages: [...session.whole.messages, message('m2', { content: 'Go on' })] })
      return HttpResponse.json({ message_id: 'm2', answer_id: 'm3', turn_id: 'turn-m3', state_version: 5 }, { status: 202 })
    }),
  )
  fireEvent.change(screen.getByLabelText('Message'), { target: { value: 'Go' } })
  session.change({ checks: [unknown] })
  session.emit('state', { state_version: 5, changed: ['checks'] }, 5)
  expect(await screen.findByText('The task lane stopped working.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Resolve' })).toBeVisible()
  expect(screen.getByLabelText('Message')).toHaveValue('Go')
  write('Go on')
  await waitFor(() => expect(sent).toHaveLength(1))

  session.change({
    checks: [check({ title: 'Is it plugged in?' })],
    session: { ...session.whole.session, title: 'Printing fails at Site C' },
  })
  session.emit('state', { state_version: 6, changed: ['checks'] }, 6)
  await screen.findByRole('heading', { level: 1, name: 'Printing fails at Site C' })
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  expect(await screen.findByText('Is it plugged in?')).toBeVisible()
})

it('leads from the newest answer to the fix that waits in the lane, until it was run', async () => {
  const [first, last] = [answer('m2', 'complete', 'Look at the spooler.'), answer('m4', 'complete', 'I suggest a restart.')]
  const session = await open(makeWhole({ messages: [message('m1'), first, message('m3'), last], fixes: [fix()] }))
  const ways = () => screen.queryAllByRole('button', { name: 'Go to the fix' })
  expect(ways()).toHaveLength(1)
  fireEvent.click(ways()[0]!)
  await waitFor(() => expect(screen.getByRole('button', { name: 'Restart the spooler' })).toHaveFocus())
  const run = fix({ applied_at: '2026-11-24T15:00:00Z' })
  session.change({ fixes: [run], active_fix: run })
  session.emit('fix.changed', {}, 42)
  await waitFor(() => expect(ways()).toEqual([]))
})
