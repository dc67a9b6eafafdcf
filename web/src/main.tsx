import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from './api/queries'
import { askEarly } from './early-answers'
import { makeRouter } from './router'
import './styles.css'
import { ToastHost } from './ui/ToastHost'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const client = makeQueryClient()
const router = makeRouter(client)

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <ToastHost />
    </QueryClientProvider>
  </StrictMode>,
)
// A task of its own: together they would hold up a slow phone for twice as long.
window.setTimeout(() => askEarly(client, router))
