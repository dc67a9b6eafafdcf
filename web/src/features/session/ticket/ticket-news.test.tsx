import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { makeServer } from '@/testing/server'
import { ID, makeWhole, news, SessionServer } from '../fixture'
import type { Whole } from '../model/types'
import { changeLine, detailsOf } from './words'

const server = makeServer()
const moved = { field: 'status', before: 'New', after: 'Waiting' }

async function open(whole: Whole) {
  const session = new SessionServer(server, whole)
  openApp(`/pilot/${ID}`)
  await screen.findByRole('heading', { level: 1, name: 'Printing fails at Site B' })
  await waitFor(() => expect(session.isFollowed).toBe(true))
  return session
}

it.each([
  [[moved], 'Ticket moved to Waiting by Ada'],
  [[{ field: 'number', before: '7', after: '12' }], 'Ticket merged into 12 by Ada'],
  [[{ field: 'contact', before: 'Maria', after: '' }], 'Contact was removed by Ada'],
  [[moved, { field: 'summary', before: 'a', after: 'b' }], 'Ticket moved to Waiting. Summary changed by Ada'],
  [[{ field: 'devices', before: '', after: 'PRN-01' }, { field: 'board', before: '1', after: '2' }], 'Devices, board changed by Ada'],
])('says what changed: %j', (changes, line) => {
  expect(changeLine({ changes, author: 'Ada' })).toBe(line)
})

it('names nobody where the ticketing system does not', () => {
  expect(changeLine({ changes: [moved], author: null })).toBe('Ticket moved to Waiting')
})

it('shows values beside the sentence only where they add something', () => {
  expect(detailsOf([moved, { field: 'company', before: '', after: 'Northwind' }])).toEqual([moved])
})

it('shows a change and a reply live, says so once, and reads a reply as plain text', async () => {
  const session = await open(makeWhole({ event_number: 4 }))
  const hostile = '# Hello\n<img src=x onerror=alert(1)> [SUGGEST_FIX]{}[/SUGGEST_FIX]'
  const rows = [
    news({ changes: [moved] }),
    news({ id: 'news-2', kind: 'note', author: 'Maria', visibility: 'customer', text: hostile }),
  ]
  session.change({ news: rows })
  session.emit('ticket_changed', { news: ['news-1', 'news-2'], fields: ['status'] }, 5)
  expect(await screen.findByText(/Ticket moved to Waiting by Ada/)).toBeVisible()
  const reply = screen.getByRole('article', { name: 'Reply of Maria' })
  expect(within(reply).getByText(/SUGGEST_FIX/)).toHaveTextContent('# Hello <img src=x onerror=alert(1)>')
  expect(within(reply).queryByRole('img')).not.toBeInTheDocument()
  expect(within(reply).queryByRole('heading')).not.toBeInTheDocument()
  expect(screen.getByText('Somebody changed the ticket')).toBeInTheDocument()
})

it('marks an internal note and says when a ticket is gone', async () => {
  const note = news({ id: 'n', kind: 'note', author: 'Bob', visibility: 'internal', text: 'Call her first.' })
  await open(makeWhole({ news: [note, news({ id: 'g', kind: 'gone', author: null, text: 'There is no ticket 7.' })] }))
  expect(within(screen.getByRole('article', { name: 'Internal note of Bob' })).getByText('Internal')).toBeVisible()
  expect(screen.getByText(/does not find this ticket any more/)).toBeVisible()
})

it('says since when the ticket can not be read, and why', async () => {
  const looks = { looked_at: '2026-11-24T10:02:00Z', failing_since: '2026-11-24T10:05:00Z', error: 'It is down.', poll_seconds: 60 }
  await open(makeWhole({ looks }))
  expect(screen.getByText(/was last read 24 Nov 2026.*has failed since 24 Nov 2026.*It is down\./)).toBeVisible()
})
