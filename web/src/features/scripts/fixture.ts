import { http, HttpResponse } from 'msw'
import type { makeServer } from '@/testing/server'
import type { Template, TemplateBrief } from './queries'
import type { DraftTemplate } from './builder/edit'

const RATE = { applied: 0, success: 0, failed: 0, partial: 0, low: 0, high: 1 }

export const template = (over: Partial<Template> = {}): Template => ({
  id: '01a20e53-0000-7000-8000-000000000501',
  slug: 'restart-service',
  title: 'Restart a service',
  description: 'Starts a stopped service again.',
  language: 'powershell',
  tags: ['services'],
  risk: 'medium',
  needs_admin: true,
  timeout_hint: 60,
  source: 'account',
  status: 'published',
  version: 1,
  parameters: 1,
  success: { account: RATE, customer: null },
  last_used_at: null,
  updated_at: '2026-11-24T10:00:00Z',
  body: 'Restart-Service -Name {{ service }}\n',
  parameters_schema: {
    type: 'object',
    properties: { service: { type: 'string', title: 'Service', default: 'Spooler' } },
    required: ['service'],
  },
  findings: [],
  change_note: 'First version',
  provenance: {},
  ...over,
})

export const brief = (number: number, over: Partial<TemplateBrief> = {}): TemplateBrief => ({
  ...template(),
  id: `01a20e53-0000-7000-8000-0000000005${String(number).padStart(2, '0')}`,
  title: `Template ${number}`,
  ...over,
})

export const draft = (over: Partial<DraftTemplate> = {}): DraftTemplate => ({
  id: '01a20e53-0000-7000-8000-000000000601',
  title: 'Restart a service',
  description: '',
  language: 'powershell',
  body: 'Restart-Service -Name {{ service }}\n',
  parameters_schema: {
    type: 'object',
    properties: { service: { type: 'string', title: 'Service', 'x-order': 1 } },
    required: ['service'],
  },
  tags: [],
  risk: 'medium',
  needs_admin: false,
  timeout_hint: null,
  original_script: null,
  extraction_notes: [],
  edits_version: null,
  copied_from_id: null,
  problems: [],
  findings: [],
  status: 'open',
  prompt: 'open',
  session_id: null,
  fix_id: null,
  edits_template_id: null,
  published_template_id: null,
  parameters: 1,
  version: 1,
  created_by: 'Dana Kim',
  updated_by: 'Dana Kim',
  updated_at: '2026-11-24T10:00:00Z',
  ...over,
})

/** Nobody else is at the draft. */
export const watched = (server: ReturnType<typeof makeServer>) => [
  http.get(
    server.at('/scripts/drafts/:id/events'),
    () => new HttpResponse(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
  ),
  http.put(server.at('/scripts/drafts/:id/lease'), ({ params }) => HttpResponse.json({ part: 'script', id: params.id })),
  http.delete(server.at('/scripts/drafts/:id/lease'), () => new HttpResponse(null, { status: 204 })),
]
