import { fireEvent, screen } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get } from '@/testing/server'
import { CONNECTION, ID, makeWhole, SessionServer, writeback } from '../fixture'
import { desk } from './note-desk'

const TICKET = { id: 'ticket-1', number: '1001', summary: 'Printing fails', company: null, status: { name: 'New' } }

/** Saved here alone, so that its line offers a ticket. */
async function pickTicket() {
  const saved = writeback({ step: 'LOCAL', note_id: null, status_name: null, actual_status: null })
  const unlinked = { status: 'resolved', ticket: null, ticket_id: null, connection_id: null } as const
  desk.session = new SessionServer(desk.server, makeWhole({ writebacks: [saved] }, unlinked))
  desk.server.use(get(`/connections/${CONNECTION}/tickets`, { items: [TICKET] }))
  openApp(`/pilot/${ID}`)
  fireEvent.click(await screen.findByRole('button', { name: 'Link ticket' }))
  return screen.findByRole('button', { name: /Printing fails/ })
}

it('shows the note of a session that was reopened for a ticket, though the page hears of the reopening first', async () => {
  const pick = await pickTicket()
  const { session } = desk.session.whole
  let isSeenOpen: () => void = () => undefined
  const seenOpen = new Promise<void>((resolve) => (isSeenOpen = resolve))
  desk.server.use(
    http.post(desk.at('/reopen'), () => {
      desk.session.change({ session: { ...session, status: 'active', round: 2 }, state_version: 6 })
      desk.session.emit('state', { state_version: 6, changed: ['session'] }, 6)
      return HttpResponse.json(desk.session.whole.session)
    }),
    http.patch(desk.at(''), async () => {
      await seenOpen
      // The page has drawn it by then.
      await delay(20)
      desk.session.change({ session: { ...desk.session.whole.session, ticket: { number: '1001' }, ticket_id: 'ticket-1' } })
      return HttpResponse.json(desk.session.whole.session)
    }),
  )
  fireEvent.click(pick)
  await screen.findByRole('button', { name: 'Resolve', hidden: true })
  isSeenOpen()
  expect(await screen.findByRole('region', { name: 'Resolution note' })).toBeVisible()
})

it('reopens no second time when the ticket was not linked at first, and shows the note then', async () => {
  const pick = await pickTicket()
  let reopened = 0
  let asked = 0
  desk.server.use(
    http.post(desk.at('/reopen'), () => {
      reopened += 1
      desk.session.change({ session: { ...desk.session.whole.session, status: 'active', round: 2 }, state_version: 6 })
      return HttpResponse.json(desk.session.whole.session)
    }),
    http.patch(desk.at(''), () => {
      asked += 1
      return asked === 1 ? HttpResponse.error() : HttpResponse.json(desk.session.whole.session)
    }),
  )
  fireEvent.click(pick)
  await screen.findByText(/could not be reached/)
  await screen.findByRole('button', { name: 'Resolve', hidden: true })
  fireEvent.click(pick)
  expect(await screen.findByRole('region', { name: 'Resolution note' })).toBeVisible()
  expect(reopened).toBe(1)
})
