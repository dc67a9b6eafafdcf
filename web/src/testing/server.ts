import { http, HttpResponse, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Schemas } from '@/api/client'

export const ME: Schemas['MeOut'] = {
  user_id: '01a20e53-0000-7000-8000-000000000001',
  account_id: '01a20e53-0000-7000-8000-000000000002',
  account_name: 'Northwind IT',
  time_zone: 'UTC',
  email: 'dana@example.com',
  name: 'Dana Kim',
  role: 'admin',
  password_set: true,
}

const at = (path: string) => `*/api/v1${path}`

export const get = (path: string, body: JsonBodyType) => http.get(at(path), () => HttpResponse.json(body))

/** A refusal as the server words it. */
export const problem = (status: number, code: string, detail: string, errors: Schemas['FieldError'][] = []) =>
  HttpResponse.json(
    { type: `urn:resolvent:problem:${code}`, title: code, status, detail, code, request_id: 'req-1', errors },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

export const at401 = () => problem(401, 'unauthenticated', 'Sign in first.')

/** What every page asks for beside its own, unless a test says otherwise. */
const ASIDE = [
  http.put(at('/ai-sessions/:id/seen'), () => new HttpResponse(null, { status: 204 })),
  get('/ai-sessions/counts', { active: 0, resolved: 0, escalated: 0 }),
  get('/ai-sessions/clients', { items: [] }),
  get('/auth/me/preferences', { guide_hidden: true, saved_filters: [] }),
]

/** The network's other end. A request that no test has foreseen fails the test. */
export function makeServer() {
  const server = setupServer(...ASIDE)
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return Object.assign(server, { at })
}
