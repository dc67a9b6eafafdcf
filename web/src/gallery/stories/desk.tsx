import { screen } from '@testing-library/dom'
import { http } from 'msw'
import { at, get, problem } from '@/testing/answers'
import { never, type Story } from '../story'

const status = (id: string, name: string, closed = false) => ({ id, name, closed })
const ticket = (number: number, values = {}) => ({
  id: `01a20e53-0000-7000-8000-0000000000${number}`,
  number: 1000 + number,
  summary: ['Nobody at the front desk can print', 'Wi-Fi drops in the meeting room', 'Needs access to the finance share'][number % 3],
  description: 'Since Monday.\nThe display shows “offline”.',
  company: 'ACME',
  contact: 'Mara Lindt',
  device: 'PRN-01',
  status: status('new', 'New'),
  updated_by: 'Elena',
  updated_at: '2026-11-24T10:00:00Z',
  created_at: '2026-11-24T09:00:00Z',
  ...values,
})
const list = get('/desk/tickets', { items: [ticket(12), ticket(13, { status: status('resolved', 'Resolved', true) }), ticket(14, { contact: null, device: null })], next_cursor: null })
const whole = get('/desk/tickets/:id', {
  ticket: ticket(12),
  notes: [
    { id: 'n1', author: 'Dana Kim', text: '## Resolution\n\nDriver 7.0 is back.\n\nRef RV-7Q4K2M9X', visibility: 'customer', created_at: '2026-11-24T10:00:00Z' },
    { id: 'n2', author: 'Dana Kim', text: 'Call her first.', visibility: 'internal', created_at: '2026-11-24T10:05:00Z' },
  ],
  allowed_statuses: [status('resolved', 'Resolved', true), status('waiting', 'Waiting on customer')],
})
const OPEN = `/desk?ticket=${ticket(12).id}`

export const desk: Story[] = [
  { name: 'Tickets', path: '/desk', answers: [list] },
  { name: 'Tickets on a phone', path: '/desk', answers: [list], narrow: true },
  { name: 'A ticket', path: OPEN, answers: [list, whole] },
  { name: 'A ticket on a phone', path: OPEN, answers: [list, whole], narrow: true },
  { name: 'A ticket that is gone', path: OPEN, answers: [list, http.get(at('/desk/tickets/:id'), () => problem(404, 'not_found', 'There is no such ticket.'))] },
  { name: 'Loading', path: '/desk', answers: [http.get(at('/desk/tickets'), never)] },
  { name: 'Empty', path: '/desk', answers: [get('/desk/tickets', { items: [], next_cursor: null })] },
  { name: 'Error', path: '/desk', answers: [http.get(at('/desk/tickets'), () => problem(503, 'database_away', 'Try again shortly.'))] },
  { name: 'New ticket', path: '/desk', answers: [list], play: async (user) => user.click(await screen.findByRole('button', { name: 'New ticket' })) },
]
