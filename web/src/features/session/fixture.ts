import { http, HttpResponse } from 'msw'
import type { Schemas } from '@/api/client'
import type { makeServer } from '@/testing/server'
import { get, ME, problem } from '@/testing/answers'
import type { Attachment, Check, Fact, Fix, Message, News, Preview, Whole, Writeback } from './model/types'

/** Test data: one session on a ticket of the local desk. */
export const ID = '01a20e53-0000-7000-8000-00000000aaaa'
export const CONNECTION = '01a20e53-0000-7000-8000-00000000cccc'
const AT = '2026-11-24T14:00:00Z'

export const fact = (values: Partial<Fact> = {}): Fact => ({
  id: 'fact-1',
  text: 'Only Site B is affected',
  status: 'confirmed',
  source: 'engineer',
  added_by: 'Dana Klein',
  important: false,
  internal: false,
  version: 1,
  retracted_at: null,
  created_at: AT,
  updated_at: AT,
  ...values,
})

export const check = (values: Partial<Check> = {}): Check => ({
  id: 'check-1',
  title: 'Is the spooler running?',
  command: 'Get-Service Spooler',
  why: null,
  status: 'todo',
  result: null,
  source: 'assistant',
  proposed_by: null,
  version: 1,
  retracted_at: null,
  created_at: AT,
  updated_at: AT,
  ...values,
})

export const fix = (values: Partial<Fix> = {}): Fix => ({
  id: 'fix-1',
  title: 'Restart the spooler',
  rationale: 'It has stopped.',
  proposed_by: null,
  confidence: 82,
  status: 'proposed',
  decision: null,
  template_id: null,
  template_slug: null,
  template_version: null,
  acknowledged: [],
  ai_drafted_script: 'Restart-Service Spooler',
  ai_drafted_parameters: {},
  language: 'powershell',
  edited_script: null,
  applied_at: null,
  verified_at: null,
  partial_notes: null,
  failure_reason: null,
  outcome_notes: null,
  reported_by: null,
  superseded_at: null,
  created_at: AT,
  ...values,
})

export const message = (id: string, values: Partial<Message> = {}): Message => ({
  id,
  role: 'user',
  content: 'It does not print',
  author: 'Dana Kim',
  turn: null,
  retry_of: null,
  attachments: [],
  created_at: AT,
  ...values,
})

export const answer = (id: string, status: 'running' | 'complete' | 'stopped' | 'failed', content: string): Message =>
  message(id, {
    role: 'assistant',
    author: 'Playbook assistant',
    content,
    turn: {
      id: `turn-${id}`,
      status,
      error: status === 'failed' ? 'cut_off' : null,
      error_detail: null,
      notice: null,
      unnonced_blocks: 0,
      malformed_blocks: 0,
      ignored_blocks: 0,
      usage: null,
    },
  })

export const attachment = (values: Partial<Attachment> = {}): Attachment => ({
  id: 'file-1',
  name: 'spooler.log',
  media_type: 'text/plain',
  size: 12_345,
  uploaded_by: ME.user_id,
  uploaded_by_name: 'Dana Kim',
  message_id: null,
  created_at: AT,
  ...values,
})

export const writeback = (values: Partial<Writeback> = {}): Writeback => ({
  id: 'wb-1',
  kind: 'resolution',
  round: 1,
  step: 'VERIFIED',
  text: '## Problem\n\nNo printing.\n\nRef RV-ABCDEFGH',
  note_id: 'note-1',
  status_name: 'Resolved',
  actual_status: 'Resolved',
  skipped_reason: null,
  error: null,
  confirmed_by: ME.user_id,
  confirmed_by_name: ME.name,
  created_at: AT,
  finished_at: '2026-11-24T14:02:00Z',
  late_change: null,
  ...values,
})

export const news = (values: Partial<News> = {}): News => ({
  id: 'news-1',
  kind: 'changed',
  author: 'Ada',
  visibility: null,
  text: null,
  changes: [],
  happened_at: AT,
  created_at: AT,
  ...values,
})

export const preview = (values: Partial<Preview> = {}): Preview => ({
  kind: 'resolution',
  markdown: '## Problem\n\nUsers at Site B cannot print.',
  marker: 'Ref RV-ABCDEFGH',
  sections: [{ title: 'Problem', claims: [{ text: 'Users at Site B cannot print.', evidence: ['F1'] }] }],
  evidence: [{ label: 'F1', text: 'Only Site B is affected' }],
  from_cache: false,
  stale: false,
  state_version: 5,
  evidence_hash: 'hash',
  engine: 'composer-1',
  notice: null,
  grounding: { ok: true, findings: [] },
  ticket_version: '1',
  written_at: new Date().toISOString(),
  ...values,
})

export const TARGET: Schemas['TargetOut'] = {
  status_id: 'resolved',
  status_name: 'Resolved',
  source: 'connection',
  problem: null,
  sentence: null,
  statuses: [
    { id: 'resolved', name: 'Resolved', closed: true },
    { id: 'waiting', name: 'Waiting on customer', closed: false },
  ],
}

export const makeWhole = (values: Partial<Omit<Whole, 'session'>> = {}, session: Partial<Whole['session']> = {}): Whole => ({
  session: {
    id: ID,
    title: 'Printing fails at Site B',
    problem: '',
    status: 'active',
    round: 1,
    state_version: 5,
    ticket: { number: '1001', summary: 'Printing fails', description: 'No paper comes out.', status: { name: 'New' }, url: null },
    connection_id: CONNECTION,
    ticket_id: 'ticket-1',
    assignee_id: ME.user_id,
    created_at: AT,
    updated_at: AT,
    closed_at: null,
    changed_since: null,
    posted_round: null,
    ...session,
  },
  messages: [],
  older_cursor: null,
  facts: [],
  diagrams: [],
  checks: [],
  active_fix: values.fixes?.find(({ superseded_at }) => superseded_at === null) ?? null,
  active_fix_success: null,
  fixes: [],
  drafts: [],
  draft_templates: [],
  generations: [],
  writebacks: [],
  news: [],
  looks: null,
  event_number: 1,
  assistant: 'Playbook assistant',
  state_version: 5,
  ...values,
})

/** The server's side of one session: `whole` is what it answers with; `emit` sends an event to the page. */
export class SessionServer {
  whole: Whole
  lastEventId: string | null = null
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(
    server: Pick<ReturnType<typeof makeServer>, 'use' | 'at'>,
    whole: Whole,
  ) {
    this.whole = whole
    server.use(
      get('/auth/me', ME),
      get('/users', { items: [] }),
      get(`/ai-sessions/${ID}/message-draft`, { draft: null }),
      get(`/ai-sessions/${ID}/ratings`, { items: [] }),
      get(`/ai-sessions/${ID}/attachments`, { items: [], state_version: whole.state_version }),
      get('/account/settings', { name: 'Northwind IT', time_zone: 'UTC', preferences: {} }),
      get('/similar', { items: [] }),
      get('/connections', {
        items: [
          {
            id: CONNECTION,
            provider: 'local',
            name: 'Local desk',
            settings: {},
            secret_set_at: null,
            status_targets: { resolution: 'resolved' },
            version: 1,
          },
        ],
      }),
      ...['resolution-note', 'escalation-package'].map((path) => get(`/ai-sessions/${ID}/${path}/target`, TARGET)),
      http.put(server.at(`/ai-sessions/${ID}/presence`), () => new HttpResponse(null, { status: 204 })),
      http.put(server.at(`/ai-sessions/${ID}/note-leases/:kind`), () => problem(404, 'not_found', 'Nobody watches.')),
      http.delete(server.at(`/ai-sessions/${ID}/note-leases/:kind`), () => new HttpResponse(null, { status: 204 })),
      http.get(server.at(`/ai-sessions/${ID}`), () => HttpResponse.json(this.whole)),
      http.get(server.at(`/ai-sessions/${ID}/events`), ({ request }) => {
        this.lastEventId = request.headers.get('last-event-id')
        const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.stream = controller) })
        return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
      }),
    )
  }

  get isFollowed() {
    return this.stream !== undefined
  }

  change(values: Partial<Whole>) {
    this.whole = { ...this.whole, event_number: this.whole.event_number + 1, ...values }
  }

  emit(event: string, data: object, id?: number) {
    const head = id === undefined ? '' : `id: ${id}\n`
    this.stream?.enqueue(new TextEncoder().encode(`${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
  }
}
