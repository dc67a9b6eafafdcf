import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from './api/queries'
import { wholeQuery } from './features/session/model/whole'
import { makeRouter } from './router'
import './styles.css'
import { ToastHost } from './ui/ToastHost'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const client = makeQueryClient()
const router = makeRouter(client)
// The page's own code and what it shows come while it is asked who is signed in, not after. What fails here is told when it is drawn.
for (const { routeId, params } of router.matchRoutes(router.latestLocation)) {
  const route = router.routesById[routeId as keyof typeof router.routesById]
  if (routeId === '/app/pilot/$sessionId') void client.prefetchQuery(wholeQuery((params as { sessionId: string }).sessionId))
  router.loadRouteChunk(route)?.catch(() => undefined)
}

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <ToastHost />
    </QueryClientProvider>
  </StrictMode>,
)
