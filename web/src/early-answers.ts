import type { QueryClient } from '@tanstack/react-query'
import { ownQuery } from './api/own'
import { wholeQuery } from './features/session/model/whole'
import { readFilters } from './features/sessions/filters'
import { countsQuery, sessionsQuery } from './features/sessions/queries'
import type { makeRouter } from './router'

/** The page that the server gave: to whoever brings no sign-in it gives that of the sign-in, whatever the address. */
const given = () => document.querySelector<HTMLMetaElement>('meta[name="page"]')?.content

/** The page's own code and what it shows come while it is asked who is signed in, not after. What fails here is told when it is drawn. */
export function askEarly(client: QueryClient, router: ReturnType<typeof makeRouter>) {
  for (const { routeId, params, search } of router.matchRoutes(router.latestLocation)) {
    router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])?.catch(() => undefined)
    if (routeId === '/app/pilot/$sessionId' && given() === 'pilot') {
      void client.prefetchQuery(wholeQuery((params as { sessionId: string }).sessionId))
    }
    if (routeId === '/app/sessions' && given() === 'sessions') askForList(client, readFilters(search as Record<string, unknown>))
  }
}

function askForList(client: QueryClient, filters: ReturnType<typeof readFilters>) {
  void client.prefetchQuery(ownQuery)
  // Who "mine" are is not known yet.
  if (filters.mine) return
  void client.prefetchInfiniteQuery(sessionsQuery(filters, undefined))
  void client.prefetchQuery(countsQuery(filters, undefined))
}
