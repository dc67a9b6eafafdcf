import { http, HttpResponse, type RequestHandler } from 'msw'
import type { Schemas } from '@/api/client'
import { at, get, ME, problem } from '@/testing/answers'

const OWN: Schemas['OwnPreferencesOut'] = { guide_hidden: true, saved_filters: [] }
const COUNTS: Schemas['SessionCounts'] = { active: 4, resolved: 2, escalated: 1 }
const FIRST_STEPS: Schemas['FirstStepsOut'] = { note_posted: true, ticketing_connected: true, model_connected: true, sample: null }

/** What many pages ask for beside what a story is about; a story's own answers go before. */
export const common: RequestHandler[] = [
  get('/auth/me', ME),
  get('/auth/me/preferences', OWN),
  get('/users', { items: [], next_cursor: null }),
  get('/connections', { items: [] }),
  get('/account/settings', { name: ME.account_name, time_zone: 'UTC', preferences: {} }),
  get('/ai-sessions/counts', COUNTS),
  get('/ai-sessions/clients', { items: [] }),
  get('/ai-sessions/first-steps', FIRST_STEPS),
  http.put(at('/ai-sessions/:id/seen'), () => new HttpResponse(null, { status: 204 })),
  http.put(at('/ai-sessions/:id/presence'), () => new HttpResponse(null, { status: 204 })),
  http.put(at('/ai-sessions/:id/note-leases/:kind'), () => problem(404, 'not_found', 'Nobody watches.')),
  http.delete(at('/ai-sessions/:id/note-leases/:kind'), () => new HttpResponse(null, { status: 204 })),
  http.get(at('/scripts/drafts/:id/events'), () => new HttpResponse(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } })),
  get('/escalations', { items: [], next_cursor: null, total: 0, mine: 0, queues: ['Tier 2'] }),
  get('/escalations/times', { picked_up: 0, returned: 0, median_wait_seconds: null }),
  http.get(at('/escalations/events'), () => new HttpResponse(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } })),
  http.put(at('/scripts/drafts/:id/lease'), ({ params }) => HttpResponse.json({ part: 'script', id: params.id })),
  http.delete(at('/scripts/drafts/:id/lease'), () => new HttpResponse(null, { status: 204 })),
  http.put(at('/ai-sessions/:id/message-draft'), () => HttpResponse.json({ draft: null })),
]
