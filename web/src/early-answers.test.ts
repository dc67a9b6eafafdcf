import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import { makeQueryClient } from './api/queries'
import { askEarly } from './early-answers'
import { makeRouter } from './router'
import { makeServer } from './testing/server'

const server = makeServer()

/** What goes out for this address on the page that the server gave. */
async function ask(address: string, given: string | undefined): Promise<string[]> {
  window.history.replaceState(null, '', address)
  document.head.innerHTML = given === undefined ? '' : `<meta name="page" content="${given}" />`
  const asked: string[] = []
  server.use(
    http.all(server.at('/*'), ({ request }) => {
      asked.push(new URL(request.url).pathname.replace('/api/v1', ''))
      return HttpResponse.json({}, { status: 401 })
    }),
  )
  const client = makeQueryClient()
  askEarly(client, makeRouter(client))
  await vi.waitFor(() => expect(client.isFetching()).toBe(0))
  return asked.toSorted()
}

afterEach(() => {
  document.head.innerHTML = ''
})

it.each([
  ['/pilot/s1', 'pilot', ['/ai-sessions/s1']],
  ['/sessions', 'sessions', ['/ai-sessions', '/ai-sessions/counts', '/auth/me/preferences']],
  // Who that is, is not known yet.
  ['/sessions?mine=true', 'sessions', ['/auth/me/preferences']],
  ['/scripts', undefined, []],
])('%s asks for what it shows while it is asked who is signed in', async (address, given, asked) => {
  expect(await ask(address, given)).toEqual(asked)
})

it.each(['/pilot/s1', '/sessions'])('%s asks for nothing when whoever opens it is not signed in', async (address) => {
  expect(await ask(address, 'login')).toEqual([])
})
