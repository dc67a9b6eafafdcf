import { screen, within } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import type { Diagram, Edge, Node } from '@/features/map/model/edit'
import { at, get, problem } from '@/testing/answers'
import { session } from '../sample'
import { never, type Play, type Story } from '../story'

const node = (id: string, kind: Node['kind'], values: Partial<Node> = {}): Node => ({ id, label: id.toUpperCase(), kind, status: 'ok', address: null, notes: null, position: null, ...values })
const edge = (from: string, to: string, values: Partial<Edge> = {}): Edge => ({ id: `${from}-${to}`, from, to, label: null, kind: 'wired', status: 'ok', ...values })

const diagram = (values: Partial<Diagram> = {}): Diagram => ({
  id: '01a20e53-0000-7000-8000-000000000301',
  client: 'ACME',
  title: 'Site B',
  version: 3,
  nodes_count: 6,
  edges_count: 5,
  down: 1,
  warning: 1,
  created_by: 'Dana Kim',
  updated_by: 'Elena Marsh',
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-24T10:00:00Z',
  archived_at: null,
  nodes: [
    node('wan', 'internet', { label: 'Internet' }),
    node('fw-1', 'firewall', { address: '10.0.0.1' }),
    node('sw-1', 'switch', { status: 'warning', notes: 'Its second power supply is out.' }),
    node('srv-print', 'server', { address: '10.0.0.20' }),
    node('prn-01', 'printer', { address: '10.0.0.40', status: 'down' }),
    node('ap-1', 'access_point', { label: 'AP of the meeting room on the first floor', status: 'unknown' }),
  ],
  edges: [
    edge('wan', 'fw-1', { kind: 'wan', label: '500 Mbit/s' }),
    edge('fw-1', 'sw-1'),
    edge('sw-1', 'srv-print'),
    edge('sw-1', 'prn-01', { status: 'down' }),
    edge('sw-1', 'ap-1', { kind: 'wireless', status: 'unknown' }),
  ],
  ...values,
})
const one = diagram()
const all = [one, diagram({ id: '01a20e53-0000-7000-8000-000000000302', title: 'Head office', client: 'Northwind', down: 0, warning: 0 })]
const clients = get('/diagrams/clients', { items: ['ACME', 'Northwind'].map((client) => ({ client, diagrams: 1, down: 0, warning: 0, active_sessions: 1 })) })
const list = [clients, get('/diagrams', { items: all, next_cursor: null })]
const none = [get('/diagrams/clients', { items: [] }), get('/diagrams', { items: [], next_cursor: null })]
const whole = [clients, get('/diagrams/:id', one)]
const away = () => problem(503, 'database_away', 'The database does not answer. Try again shortly.')
const changed = { type: 'urn:resolvent:problem:row_changed', title: 'row_changed', status: 412, code: 'row_changed', detail: 'Someone changed this diagram meanwhile.', request_id: 'req-1', errors: [] }
const theirs = diagram({ version: 4, title: 'Site B, ground floor', updated_by: 'Elena Marsh' })

const AT = `/map/ACME?diagram=${one.id}`
const TABLE = `${AT}&view=table`
const press = (name: string | RegExp): Play => async (user) => user.click((await screen.findAllByRole('button', { name }))[0]!)
const drawn: Play = () => screen.findByRole('group', { name: 'Drawing' })
const addAndSave: Play = async (user) => {
  await press('Add device')(user)
  await user.type(await screen.findByLabelText('Name'), 'SRV-2')
  await press('Save')(user)
}

export const map: Story[] = [
  { name: 'Diagrams', path: '/map', answers: list },
  { name: 'Diagrams on a phone', path: '/map', answers: list, narrow: true },
  { name: 'Diagrams of a client', path: '/map/ACME', answers: list },
  { name: 'Loading', path: '/map', answers: [clients, http.get(at('/diagrams'), never)] },
  { name: 'Empty', path: '/map', answers: none },
  { name: 'Error', path: '/map', answers: [clients, http.get(at('/diagrams'), away)] },
  { name: 'New diagram', path: '/map', answers: list, play: async (user) => (await press('New diagram')(user), screen.findByRole('dialog')) },
  { name: 'Import a diagram', path: '/map', answers: list, play: async (user) => (await press('Import')(user), screen.findByRole('dialog')) },
  { name: 'Drawing', path: AT, answers: whole, play: drawn },
  { name: 'Drawing on a phone', path: `${AT}&view=drawing`, answers: whole, narrow: true, play: drawn },
  { name: 'Nothing drawn', path: AT, answers: [clients, get('/diagrams/:id', diagram({ nodes: [], edges: [], nodes_count: 0, edges_count: 0 }))] },
  { name: 'Table', path: TABLE, answers: whole },
  { name: 'Table on a phone', path: TABLE, answers: whole, narrow: true },
  { name: 'Table of links', path: TABLE, answers: whole, play: press(/^Links/) },
  { name: 'A device', path: TABLE, answers: whole, play: press('SW-1') },
  { name: 'A link', path: TABLE, answers: whole, play: async (user) => (await press(/^Links/)(user), press(/SW-1 – PRN-01/)(user)) },
  { name: 'Not saved', path: TABLE, answers: [http.put(at('/diagrams/:id'), away), ...whole], play: async (user) => (await addAndSave(user), screen.findByText('Not saved')) },
  {
    name: 'Saved by someone else',
    path: TABLE,
    answers: [http.put(at('/diagrams/:id'), () => HttpResponse.json({ ...changed, current: theirs }, { status: 412, headers: { 'content-type': 'application/problem+json' } })), ...whole],
    play: async (user) => (await addAndSave(user), screen.findByText('Someone else saved it')),
  },
  { name: 'Menu of a diagram', path: TABLE, answers: whole, play: async (user) => (await press('More for this diagram')(user), screen.findByRole('menu')) },
  {
    name: 'Add to a session',
    path: TABLE,
    answers: [get('/diagrams/:id/evidence', { text: 'Network of ACME, Site B: PRN-01 is down; SW-1 is in warning.' }), get('/ai-sessions', { items: [session(0), session(1)], next_cursor: null }), ...whole],
    play: async (user) => (await press('Add to session')(user), within(await screen.findByRole('dialog')).findByText(/PRN-01 is down/)),
  },
  { name: 'Archived', path: AT, answers: [clients, get('/diagrams/:id', diagram({ archived_at: '2026-11-24T11:00:00Z' }))] },
  { name: 'No such diagram', path: AT, answers: [clients, http.get(at('/diagrams/:id'), () => problem(404, 'not_found', 'There is no such diagram.'))] },
]
