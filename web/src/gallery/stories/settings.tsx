import { screen } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import { board, CONNECTWISE, inbound, RT, rt, stepLines, target } from '@/features/settings/samples'
import { at, get, ME, problem } from '@/testing/answers'
import { never, type Play, type Story } from '../story'

const connectwise = { ...rt, id: '01a20e53-0000-7000-8000-000000000032', provider: 'connectwise', name: 'ConnectWise', settings: { site: 'https://cw.example.com' }, secrets: ['private_key'] }
const SET = { stored: 'resolved', status_id: 'resolved', status_name: 'Resolved', source: 'board', problem: null, sentence: null } as const
const common = [
  get('/connections/providers', { items: [CONNECTWISE, RT] }),
  get('/account/settings', { time_zone: 'UTC', preferences: { cw_resolved_status_id: 425 } }),
  get('/connections/:id/status-mapping', { boards: [board('Help Desk', { targets: [target('resolution', SET), target('escalation')] }), board('Projects', { failed: 'The board could not be read.' })] }),
  get('/connections/:id/inbound', inbound()),
]
const psa = [get('/connections', { items: [rt, connectwise] }), ...common]
const steps = [
  { name: 'address', ok: true, detail: 'rt.example.com answers.' },
  { name: 'credentials', ok: false, detail: 'The password was refused.' },
  { name: 'queue', ok: null, detail: 'Needs the sign-in.' },
]
const press = (name: string | RegExp): Play => async (user) => user.click((await screen.findAllByRole('button', { name }))[0]!)
const token = { id: ME.user_id, name: 'report', role: 'engineer', read_only: false, prefix: 'rv_ab', created_at: '2026-11-24T10:00:00Z', expires_at: null, last_used_at: null }
const me = [get('/auth/tokens', { items: [token] }), get('/account/tokens', { items: [], next_cursor: null }), get('/auth/sign-ins', { items: [] })]

export const settings: Story[] = [
  { name: 'Me', path: '/settings/me', answers: me },
  { name: 'Me on a phone', path: '/settings/me', answers: me, narrow: true },
  { name: 'Me without a password', path: '/settings/me', answers: [get('/auth/me', { ...ME, password_set: false }), ...me] },
  {
    name: 'A new token',
    path: '/settings/tokens',
    answers: [...me, http.post(at('/auth/tokens'), () => HttpResponse.json({ token: 'rv_abcdefghijklmnop', info: token }, { status: 201 }))],
    play: async (user) => (await user.type(await screen.findByLabelText('Name of a new token'), 'report'), press('Create token')(user)),
  },
  { name: 'Ticketing systems', path: '/settings/psa', answers: psa },
  { name: 'Ticketing systems for engineers', path: '/settings/psa', answers: [get('/auth/me', { ...ME, role: 'engineer' }), ...psa] },
  { name: 'No ticketing system', path: '/settings/psa', answers: common },
  { name: 'Ticketing systems, loading', path: '/settings/psa', answers: [http.get(at('/connections'), never), ...common] },
  { name: 'Ticketing systems, error', path: '/settings/psa', answers: [http.get(at('/connections'), () => problem(503, 'database_away', 'Try again shortly.')), ...common] },
  { name: 'A test that failed', path: '/settings/psa', answers: [http.post(at('/connections/:id/check/steps'), () => new HttpResponse(stepLines({ ok: false, steps }))), ...psa], play: async (user) => (await press(/^Test/)(user), screen.findByText('The password was refused.')) },
  { name: 'Connect a system', path: '/settings/psa', answers: psa, play: press('Connect a system') },
  { name: 'Change a connection', path: '/settings/psa', answers: psa, play: press('Change Helpdesk RT') },
  {
    name: 'Changed by someone else',
    path: '/settings/psa',
    answers: [http.patch(at('/connections/:id'), () => problem(412, 'row_changed', 'Someone changed this connection meanwhile.')), ...psa],
    play: async (user) => {
      await press('Change Helpdesk RT')(user)
      const dialog = await screen.findByRole('dialog')
      await user.type(screen.getByLabelText('Queue'), '2')
      await user.click(screen.getByRole('button', { name: 'Save' }))
      return dialog
    },
  },
  { name: 'Remove a connection', path: '/settings/psa', answers: psa, play: press(/^(Remove|Disconnect) /) },
  { name: 'Changes cannot be read', path: '/settings/psa', answers: [get('/connections/:id/inbound', inbound({ failing_since: '2026-11-24T09:00:00Z', error: 'The password was refused.', try_again_at: '2026-11-24T11:00:00Z' }, { possible: true, reachable: false })), ...psa] },
]
