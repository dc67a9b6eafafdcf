import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import { choicesOf, stateLine, troubleOf, type Inbound, type InboundSet } from './inbound'
import { board, inbound, RT, rt } from './samples'

const server = makeServer()
const when = (iso: string) => iso.slice(11, 16)
const URL = 'https://resolvent.example/hooks/abc'

beforeEach(() => {
  server.use(
    get('/auth/me', ME),
    get('/connections', { items: [rt] }),
    get('/connections/providers', { items: [RT] }),
    get('/connections/:id/status-mapping', { boards: [board('Helpdesk')] }),
  )
})

async function open(shown: Inbound) {
  server.use(get('/connections/:id/inbound', shown))
  openApp('/settings/psa')
  const card = within(await screen.findByRole('region', { name: 'Changes at Helpdesk RT' }))
  await card.findByLabelText('Read the tickets of open sessions')
  return card
}

function answerPut(answer: (body: InboundSet) => Response) {
  const sent: InboundSet[] = []
  server.use(
    http.put(server.at('/connections/:id/inbound'), async ({ request }) => {
      sent.push((await request.json()) as InboundSet)
      return answer(sent[sent.length - 1]!)
    }),
  )
  return sent
}

it.each([
  [inbound(), '3 tickets of open sessions, last read 10:02.'],
  [inbound({ watched: 1, looked_at: null }), '1 ticket of open sessions, none read yet.'],
  [inbound({ watched: 0 }), 'No open session is on one of its tickets.'],
  [inbound({ poll_seconds: 0 }), 'Tickets are read when a session is opened and before a note is posted, and not in between.'],
  [inbound({ poll_seconds: 0 }, { on: true }), '3 tickets of open sessions, last read 10:02.'],
])('says how current the tickets are', (shown, line) => {
  expect(stateLine(shown, when)).toBe(line)
})

it('says since when reading fails, why, and when it is tried again', () => {
  expect(troubleOf(inbound(), when)).toBeUndefined()
  const failing = { failing_since: '2026-11-24T10:05:00Z', error: 'It is down.', try_again_at: '2026-11-24T10:20:00Z' }
  expect(troubleOf(inbound(failing), when)).toBe('Reading has failed since 10:05. It is down. The next try is at 10:20.')
})

it('offers an interval that was set elsewhere, and none twice', () => {
  expect(choicesOf(45)[0]).toEqual({ value: '45', label: 'Every 45 seconds' })
  for (const seconds of [0, 60, 45]) {
    const values = choicesOf(seconds).map(({ value }) => value)
    expect(new Set(values).size).toBe(values.length)
    expect(values).toContain(String(seconds))
  }
})

it('stores another interval and leaves the callbacks as they are', async () => {
  const card = await open(inbound())
  const sent = answerPut((body) => HttpResponse.json(inbound({ poll_seconds: body.poll_seconds })))
  await userEvent.selectOptions(card.getByLabelText('Read the tickets of open sessions'), 'Every 5 minutes')
  await waitFor(() => expect(card.getByLabelText('Read the tickets of open sessions')).toHaveValue('300'))
  expect(sent).toEqual([{ poll_seconds: 300, webhook: false }])
})

it('shows the address of callbacks once', async () => {
  const card = await open(inbound({}, { possible: true }))
  const sent = answerPut(() => HttpResponse.json(inbound({}, { possible: true, on: true, url: URL })))
  await userEvent.click(card.getByRole('checkbox', { name: 'Let it call back when a ticket changes' }))
  expect(await card.findByText(URL)).toBeVisible()
  expect(sent).toEqual([{ poll_seconds: 60, webhook: true }])
  expect(card.getByRole('checkbox')).toBeChecked()
})

it('says why callbacks can not be turned on, and that the last one was not taken', async () => {
  const card = await open(inbound({}, { possible: true, reachable: false, error: 'The callback’s signature is wrong.' }))
  expect(card.getByRole('checkbox')).toBeDisabled()
  expect(card.getByText(/Needs RESOLVENT_PUBLIC_URL/)).toBeVisible()
  expect(card.getByText(/was not taken. The callback’s signature is wrong/)).toBeVisible()
})

it('says what the server refuses, and offers no callbacks where there are none', async () => {
  const card = await open(inbound())
  expect(card.queryByRole('checkbox')).not.toBeInTheDocument()
  answerPut(() => problem(422, 'bad_interval', '0, or 15 to 86400 seconds.'))
  await userEvent.selectOptions(card.getByLabelText('Read the tickets of open sessions'), 'Every hour')
  expect(await card.findByText('0, or 15 to 86400 seconds.')).toBeVisible()
})

it('lets an engineer look and not change', async () => {
  server.use(get('/auth/me', { ...ME, role: 'engineer' }))
  const card = await open(inbound({}, { possible: true, on: true }))
  expect(card.getByLabelText('Read the tickets of open sessions')).toBeDisabled()
  expect(card.getByRole('checkbox')).toBeDisabled()
})
