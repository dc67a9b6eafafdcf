import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import { makeQueryClient } from '@/api/queries'
import { makeRouter } from '@/router'
import { ToastHost } from '@/ui/ToastHost'

/** The whole app at an address, as a reader gets it. */
export function openApp(path: string) {
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { retry: false, staleTime: 0 } })
  const router = makeRouter(client)
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <ToastHost />
    </QueryClientProvider>,
  )
  return { router, client }
}
