import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import type { DeskTicketWhole } from './queries'

const server = makeServer()
const NEW = { id: 'new', name: 'New', closed: false }
const RESOLVED = { id: 'resolved', name: 'Resolved', closed: true }
const WAITING = { id: 'waiting', name: 'Waiting on customer', closed: false }
let whole: DeskTicketWhole

beforeEach(() => {
  const ticket = {
    id: '01a20e53-0000-7000-8000-000000000011',
    number: 1001,
    summary: 'Nobody can print',
    description: 'Since Monday.',
    company: 'ACME',
    contact: null,
    device: null,
    status: NEW,
    updated_by: 'Elena',
    updated_at: '2026-11-24T10:00:00Z',
    created_at: '2026-11-24T09:00:00Z',
  }
  whole = { ticket, notes: [], allowed_statuses: [RESOLVED, WAITING] }
  server.use(
    get('/auth/me', ME),
    get('/connections', { items: [] }),
    http.get(server.at('/desk/tickets'), () => HttpResponse.json({ items: [whole.ticket], next_cursor: null })),
    http.get(server.at('/desk/tickets/:id'), () => HttpResponse.json(whole)),
  )
})

async function openTicket() {
  openApp(`/desk/${whole.ticket.id}`)
  return screen.findByRole('article', { name: 'Nobody can print' })
}

it('offers only the allowed statuses, and says when a rule of the desk sets another one', async () => {
  server.use(
    http.patch(server.at('/desk/tickets/:id'), async ({ request }) => {
      expect(await request.json()).toEqual({ status: 'resolved' })
      whole.ticket = { ...whole.ticket, status: WAITING }
      return HttpResponse.json(whole.ticket)
    }),
  )
  const ticket = await openTicket()
  const status = within(ticket).getByRole('group', { name: 'Status' })
  expect(within(status).getAllByRole('button').map((button) => button.textContent)).toEqual(['Resolved', 'Waiting on customer'])
  await userEvent.click(within(status).getByRole('button', { name: 'Resolved' }))
  expect(await screen.findByText(/set this ticket to Waiting on customer instead of Resolved/)).toBeInTheDocument()
  await waitFor(() => expect(within(status).getAllByText('Waiting on customer')).toHaveLength(1))
})

it('says on each note who can read it', async () => {
  const note = { author: 'Dana', created_at: '2026-11-24T10:00:00Z' }
  whole.notes = [
    { ...note, id: '01a20e53-0000-7000-8000-000000000021', visibility: 'internal', text: 'Spooler is dead' },
    { ...note, id: '01a20e53-0000-7000-8000-000000000022', visibility: 'customer', text: 'We are on it' },
  ]
  const ticket = await openTicket()
  const noteOf = (text: string) => within(ticket).getByText(text).closest('li')
  expect(noteOf('Spooler is dead')).toHaveTextContent('Internal')
  expect(noteOf('Spooler is dead')).not.toHaveTextContent('Visible to the customer')
  expect(noteOf('We are on it')).toHaveTextContent('Visible to the customer')
})

it('adds an internal note unless told otherwise, and keeps the text when it is refused', async () => {
  const sent: unknown[] = []
  server.use(
    http.post(server.at('/desk/tickets/:id/notes'), async ({ request }) => {
      sent.push(await request.json())
      return sent.length === 1 ? problem(503, 'busy', 'Try again.') : HttpResponse.json({}, { status: 201 })
    }),
  )
  const ticket = await openTicket()
  const user = userEvent.setup()
  const field = within(ticket).getByLabelText('Add a note')
  await user.type(field, 'Looked at it')
  await user.click(within(ticket).getByRole('button', { name: 'Add note' }))
  expect(await within(ticket).findByRole('alert')).toHaveTextContent('Try again.')
  expect(field).toHaveValue('Looked at it')
  await user.click(within(ticket).getByRole('button', { name: 'Add note' }))
  await waitFor(() => expect(field).toHaveValue(''))
  expect(sent[1]).toEqual({ text: 'Looked at it', visibility: 'internal' })
})

it('gives the focus to the ticket that was made', async () => {
  server.use(http.post(server.at('/desk/tickets'), () => HttpResponse.json(whole.ticket, { status: 201 })))
  openApp('/desk')
  await userEvent.click(await screen.findByRole('button', { name: 'New ticket' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'New ticket' }))
  await userEvent.type(dialog.getByLabelText(/^Summary/), 'Nobody can print')
  await userEvent.type(dialog.getByLabelText(/^Description/), 'Since Monday.')
  await userEvent.click(dialog.getByRole('button', { name: 'Create ticket' }))
  const title = await screen.findByRole('heading', { level: 2, name: 'Nobody can print' })
  await waitFor(() => expect(title).toHaveFocus())
})
