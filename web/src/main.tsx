import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from './api/queries'
import { makeRouter } from './router'
import './styles.css'
import { ToastHost } from './ui/ToastHost'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const client = makeQueryClient()
const router = makeRouter(client)
// The page's own code comes while it is asked who is signed in, not after. What fails here is told when it is drawn.
for (const { routeId } of router.matchRoutes(router.latestLocation)) router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])?.catch(() => undefined)

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <ToastHost />
    </QueryClientProvider>
  </StrictMode>,
)
