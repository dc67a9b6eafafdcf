import type { Inbound } from './inbound'
import type { BoardMapping, BoardTarget, Connection, Provider, Report } from './queries'

/** What the tests of this page are told by the server. */
export const RT: Provider = {
  name: 'rt',
  title: 'Request Tracker',
  about: 'Version 5, over its REST 2 interface.',
  settings_schema: {
    type: 'object',
    required: ['url', 'queue'],
    properties: {
      url: { type: 'string', format: 'uri', title: 'Address', description: 'As in the browser.' },
      queue: { type: 'string', title: 'Queue' },
      password: {
        anyOf: [{ type: 'string', format: 'password', writeOnly: true }, { type: 'null' }],
        default: null,
        title: 'Password',
      },
      token: {
        anyOf: [{ type: 'string', format: 'password', writeOnly: true }, { type: 'null' }],
        default: null,
        title: 'Authentication token',
      },
      statuses: { type: 'array', items: { type: 'string' }, default: ['new', 'open'], title: 'Statuses' },
      allow_private: { type: 'boolean', default: false, title: 'Allow a private address' },
    },
  },
}

export const CONNECTWISE: Provider = {
  name: 'connectwise',
  title: 'ConnectWise PSA',
  about: 'With the keys of an API member.',
  settings_schema: {
    type: 'object',
    $defs: { NotesAs: { type: 'string', enum: ['note', 'time_entry'] } },
    required: ['site', 'private_key'],
    properties: {
      site: { type: 'string', format: 'uri', title: 'Address' },
      private_key: { type: 'string', format: 'password', writeOnly: true, title: 'Private key' },
      boards: { type: 'array', items: { type: 'integer' }, default: [], title: 'Boards', description: 'Numbers; none means all.' },
      notes_as: { $ref: '#/$defs/NotesAs', default: 'note', title: 'Notes as' },
      hours: { anyOf: [{ type: 'number' }, { type: 'null' }], default: null, title: 'Hours' },
    },
  },
}

export const rt: Connection = {
  id: '01a20e53-0000-7000-8000-000000000031',
  provider: 'rt',
  name: 'Helpdesk RT',
  settings: { url: 'https://rt.example.com', queue: 'Helpdesk' },
  secrets: ['password'],
  secret_set_at: '2026-11-20T10:00:00Z',
  status_targets: {},
  version: 1,
}

export const inbound = (change: Partial<Inbound> = {}, webhook: Partial<Inbound['webhook']> = {}): Inbound => ({
  poll_seconds: 60,
  watched: 3,
  looked_at: '2026-11-24T10:02:00Z',
  failing_since: null,
  error: null,
  try_again_at: null,
  webhook: { possible: false, reachable: true, on: false, url: null, last_callback_at: null, error: null, ...webhook },
  ...change,
})

export const target = (kind: BoardTarget['kind'], change: Partial<BoardTarget> = {}): BoardTarget => ({
  kind,
  stored: null,
  default_id: null,
  status_id: null,
  status_name: null,
  source: null,
  problem: 'not_configured',
  sentence: 'No status is set here.',
  ...change,
})

export const board = (name: string, change: Partial<BoardMapping> = {}): BoardMapping => ({
  id: name,
  name,
  failed: null,
  statuses: [
    { id: 'open', name: 'Open', closed: false, inactive: false },
    { id: 'resolved', name: 'Resolved', closed: true, inactive: false },
    { id: 'triage', name: 'Old triage', closed: false, inactive: true },
  ],
  targets: [target('resolution'), target('escalation')],
  ...change,
})

/** A check as it is streamed, a line a step. */
export const stepLines = (report: Report): string =>
  [...report.steps.map((step) => ({ step })), { report }].map((line) => `${JSON.stringify(line)}\n`).join('')
