import { screen } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import type { Schemas } from '@/api/client'
import { board, rt, target } from '@/features/settings/samples'
import { at, get, ME, problem } from '@/testing/answers'
import { never, type Play, type Story } from '../story'

type User = Schemas['UserOut']
type Entry = Schemas['AuditEntryOut']

const press = (name: string | RegExp): Play => async (user) => user.click((await screen.findAllByRole('button', { name }))[0]!)
const inMenu = (of: string, item: string): Play => async (user) => {
  await press(`Actions for ${of}`)(user)
  await user.click(await screen.findByRole('menuitem', { name: item }))
  await screen.findByRole('dialog')
}
const away = () => problem(503, 'database_away', 'The database does not answer. Try again shortly.')
const engineer = get('/auth/me', { ...ME, role: 'engineer' })

const person = (number: number, name: string, activity: Partial<Schemas['ActivityOut']> = {}, values: Partial<User> = {}): User => ({
  id: `01a20e53-0000-7000-8000-00000000010${number}`,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
  role: 'engineer',
  disabled_at: null,
  created_at: '2026-01-01T00:00:00Z',
  version: 1,
  activity: { last_seen_at: '2026-11-24T12:00:00Z', open_sessions: 3, sign_ins: 1, password_set: true, link_expires_at: null, ...activity },
  ...values,
})
const unseen = { last_seen_at: null, open_sessions: 0, sign_ins: 0, password_set: false }
const own = person(0, ME.name, {}, { id: ME.user_id, email: ME.email, role: 'admin' })
const elena = person(1, 'Elena Marsh')
const people = [
  own,
  elena,
  person(2, 'Noor Haddad', { ...unseen, link_expires_at: '2026-11-30T00:00:00Z' }),
  person(3, 'Tomasz Wiśniewski-Kowalczyk of the second line', unseen, { role: 'lead', email: 'tomasz.wisniewski-kowalczyk@second-line.example.com' }),
  person(4, 'Old Hand', { open_sessions: 2 }, { disabled_at: '2026-11-01T00:00:00Z' }),
]
const users = get('/users', { items: people, next_cursor: null })
const invited = { user: person(5, 'Mara Lindt', unseen), sign_in_path: '/login#token=abcdefghijklmnop', expires_at: '2026-11-27T10:00:00Z' }
const invite: Play = async (user) => {
  await press('Invite a user')(user)
  await user.type(await screen.findByLabelText('Name'), 'Mara Lindt')
  await user.type(screen.getByLabelText('E-mail'), 'mara@example.com')
  await user.click(screen.getByRole('button', { name: 'Make the link' }))
}

const entry = (number: number, action: string, values: Partial<Entry> = {}): Entry => ({
  id: `01a20e53-0000-7000-8000-00000000020${number}`,
  at: `2026-11-24T1${number}:00:00Z`,
  actor: { id: ME.user_id, name: ME.name },
  action,
  subject_id: elena.id,
  session_id: null,
  origin: null,
  before: null,
  after: null,
  ...values,
})
const entries = [
  entry(5, 'user.change', { before: { role: 'viewer' }, after: { role: 'engineer' } }),
  entry(4, 'fact.retract', { session_id: '01a20e53-0000-7000-8000-00000000aaaa', before: { text: 'Only Site B is affected' } }),
  entry(3, 'connection.change', { origin: 'api', before: { settings: { queue: 'General', statuses: ['new'] } }, after: { settings: { queue: 'Helpdesk', statuses: ['new', 'open'] } } }),
  entry(2, 'writeback.retry', { actor: { id: null, name: 'Resolvent' } }),
  entry(1, 'user.sign_in'),
]
const audit = get('/audit', { items: entries, next_cursor: 'more' })

const SET = { stored: 'resolved', status_id: 'resolved', status_name: 'Resolved', source: 'board', problem: null, sentence: null } as const
const mapping = get('/connections/:id/status-mapping', {
  boards: [board('Help Desk', { targets: [target('resolution', SET), target('escalation')] }), board('Projects', { failed: 'The board could not be read.' })],
})
const systems = get('/connections', { items: [rt] })

const token: Schemas['TokenOut'] = { id: ME.user_id, name: 'report', role: 'engineer', read_only: false, prefix: 'rv_ab', created_at: '2026-11-24T10:00:00Z', expires_at: null, last_used_at: null }
const others = [
  { ...token, id: elena.id, name: 'nightly export', expires_at: '2026-11-01T00:00:00Z', last_used_at: '2026-10-31T23:00:00Z', user_id: elena.id, owner: elena.name },
]
const tokens = [get('/auth/tokens', { items: [token] }), get('/account/tokens', { items: others, next_cursor: null })]

export const account: Story[] = [
  { name: 'Users', path: '/settings/users', answers: [users] },
  { name: 'Users on a phone', path: '/settings/users', answers: [users], narrow: true },
  { name: 'Alone in the account', path: '/settings/users', answers: [get('/users', { items: [own], next_cursor: null })] },
  { name: 'Users, loading', path: '/settings/users', answers: [http.get(at('/users'), never)] },
  { name: 'Users, error', path: '/settings/users', answers: [http.get(at('/users'), away)] },
  { name: 'Users for engineers', path: '/settings/users', answers: [engineer, users] },
  { name: 'What can be done to a user', path: '/settings/users', answers: [users], play: async (user) => (await press('Actions for Elena Marsh')(user), screen.findByRole('menu')) },
  { name: 'Invite a user', path: '/settings/users', answers: [users], play: async (user) => (await press('Invite a user')(user), screen.findByRole('dialog')) },
  {
    name: 'Invite refused',
    path: '/settings/users',
    answers: [http.post(at('/users'), () => problem(409, 'email_taken', 'A user of this account has this e-mail address.')), users],
    play: async (user) => (await invite(user), screen.findByText(/has this e-mail address/)),
  },
  {
    name: 'A sign-in link',
    path: '/settings/users',
    answers: [http.post(at('/users'), () => HttpResponse.json(invited, { status: 201 })), users],
    play: async (user) => (await invite(user), screen.findByRole('button', { name: 'Copy link' })),
  },
  { name: 'A new sign-in link', path: '/settings/users', answers: [users], play: inMenu(elena.name, 'New sign-in link') },
  { name: 'Rename a user', path: '/settings/users', answers: [users], play: inMenu(elena.name, 'Rename') },
  { name: 'Deactivate a user', path: '/settings/users', answers: [users], play: inMenu(elena.name, 'Deactivate') },
  { name: 'Audit', path: '/settings/audit', answers: [audit, users] },
  { name: 'Audit on a phone', path: '/settings/audit', answers: [audit, users], narrow: true },
  { name: 'Audit without a hit', path: '/settings/audit?action=user.', answers: [get('/audit', { items: [], next_cursor: null }), users] },
  { name: 'Audit, loading', path: '/settings/audit', answers: [http.get(at('/audit'), never), users] },
  { name: 'Audit, error', path: '/settings/audit', answers: [http.get(at('/audit'), away), users] },
  { name: 'Status mapping', path: '/settings/status', answers: [systems, mapping] },
  { name: 'Status mapping for engineers', path: '/settings/status', answers: [engineer, systems, mapping] },
  { name: 'Status mapping, nothing connected', path: '/settings/status' },
  { name: 'Status mapping cannot be read', path: '/settings/status', answers: [systems, http.get(at('/connections/:id/status-mapping'), () => problem(502, 'psa_unavailable', 'Helpdesk RT could not be reached.'))] },
  { name: 'Tokens', path: '/settings/tokens', answers: tokens },
  { name: 'Tokens on a phone', path: '/settings/tokens', answers: tokens, narrow: true },
  { name: 'No tokens', path: '/settings/tokens', answers: [get('/auth/tokens', { items: [] }), get('/account/tokens', { items: [], next_cursor: null })] },
  { name: 'Tokens, error', path: '/settings/tokens', answers: [http.get(at('/auth/tokens'), away), http.get(at('/account/tokens'), away)] },
  { name: 'Revoke a token', path: '/settings/tokens', answers: tokens, play: async (user) => (await press(/^Revoke report/)(user), screen.findByRole('button', { name: 'Keep' })) },
]
