import { screen } from '@testing-library/dom'
import { http } from 'msw'
import { CONNECTION } from '@/features/session/fixture'
import { StatusTag } from '@/features/sessions/StatusTag'
import { at, get, ME, problem } from '@/testing/answers'
import { session } from '../sample'
import { never, type Play, type Story } from '../story'

const items = [
  session(0),
  session(1, { status: 'resolved', changed_since: '2026-11-24T13:00:00Z' }),
  session(2, { status: 'escalated', assignee_id: null }),
  session(3, { ticket: null, title: 'A problem that was pasted, with a title so long that it does not fit into the room that the table leaves for it' }),
  session(4),
  session(5, { status: 'resolved' }),
]
const list = get('/ai-sessions', { items, next_cursor: null })
const none = get('/ai-sessions', { items: [], next_cursor: null })
const users = get('/users', { items: [{ ...ME, id: ME.user_id, disabled_at: null, created_at: '2026-01-01T00:00:00Z' }] })
const desk = get('/connections', { items: [{ id: CONNECTION, provider: 'local', name: 'Local desk', settings: {}, secrets: [], secret_set_at: null, status_targets: {}, version: 1 }] })
const tickets = get('/connections/:id/tickets', {
  items: [1, 2, 3].map((number) => ({ id: `t${number}`, number: String(1000 + number), summary: ['Nobody at the front desk can print', 'Wi-Fi drops in the meeting room', 'Needs access to the finance share'][number - 1], description: '', company: 'ACME', contact: 'Mara Lindt', devices: [], status: { id: 'new', name: 'New', closed: false }, updated_at: '2026-11-24T12:00:00Z', url: null })),
})
const create: Play = async (user) => user.click(await screen.findByRole('button', { name: 'New session' }))

const guide = (steps: object) => [
  get('/auth/me/preferences', { guide_hidden: false, saved_filters: [{ name: 'ACME, mine', search: 'mine=true&client=ACME' }] }),
  get('/ai-sessions/first-steps', { note_posted: false, ticketing_connected: false, model_connected: false, sample: { connection_id: CONNECTION, ticket_id: 't1', number: 1001, summary: 'Nobody at the front desk can print' }, ...steps }),
]
const ALL = { note_posted: true, ticketing_connected: true, model_connected: true }

export const sessions: Story[] = [
  { name: 'List', path: '/sessions', answers: [list, users] },
  { name: 'List on a phone', path: '/sessions', answers: [list, users], narrow: true },
  { name: 'Long list', path: '/sessions', answers: [get('/ai-sessions', { items: Array.from({ length: 90 }, (_, number) => session(number)), next_cursor: null }), users] },
  { name: 'First steps', path: '/sessions', answers: [none, ...guide({})] },
  { name: 'First steps on a phone', path: '/sessions', answers: [list, ...guide({ note_posted: true })], narrow: true },
  { name: 'First steps for engineers', path: '/sessions', answers: [get('/auth/me', { ...ME, role: 'engineer' }), list, ...guide({ note_posted: true })] },
  { name: 'First steps, all done', path: '/sessions', answers: [list, ...guide(ALL)] },
  { name: 'Loading', path: '/sessions', answers: [http.get(at('/ai-sessions'), never)] },
  { name: 'Empty', path: '/sessions', answers: [none] },
  { name: 'Filters without a hit', path: '/sessions?q=nothing&status=resolved', answers: [none] },
  { name: 'Error', path: '/sessions', answers: [http.get(at('/ai-sessions'), () => problem(503, 'database_away', 'The database does not answer. Try again shortly.'))] },
  { name: 'New session from a ticket', path: '/sessions', answers: [list, desk, tickets], play: create },
  { name: 'New session, tickets not read', path: '/sessions', answers: [list, desk, http.get(at('/connections/:id/tickets'), () => problem(502, 'psa_unavailable', 'Local desk could not be reached.'))], play: create },
  { name: 'New session without a ticketing system', path: '/sessions', answers: [list], play: create },
  { name: 'New session from a problem', path: '/sessions', answers: [list], play: async (user) => (await create(user), user.click(await screen.findByRole('button', { name: 'From a pasted problem' }))) },
  {
    name: 'Status in words',
    show: () => (
      <div className="flex flex-wrap gap-2">
        {(['active', 'resolved', 'escalated'] as const).map((status) => (
          <StatusTag key={status} status={status} changedSince={null} />
        ))}
        <StatusTag status="resolved" changedSince="2026-11-24T13:00:00Z" />
      </div>
    ),
  },
]
