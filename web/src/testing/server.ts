import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { at, get } from './answers'

export * from './answers'

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
