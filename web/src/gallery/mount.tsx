import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from '@/api/queries'
import { makeRouter } from '@/router'
import { HeaderSlot, HeaderSlotProvider } from '@/shell/HeaderSlot'
import { ToastHost } from '@/ui/ToastHost'
import { common } from './answers'
import { answerWith } from './network'
import { isScreen, type Piece, type Story } from './story'

const LANE_WIDTH = 440

/** What a crash in a story says is what the story is about. */
const makeRoot = (place: HTMLElement) => createRoot(place, { onCaughtError: () => undefined })

export function mount(place: HTMLElement, story: Story) {
  answerWith([...(story.answers ?? []), ...common])
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { retry: false, staleTime: Infinity } })
  const history = createMemoryHistory({ initialEntries: [isScreen(story) ? story.path : '/'] })
  const router = isScreen(story) ? makeRouter(client) : pieceRouter(story)
  router.update({ ...router.options, history } as never)
  makeRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router as ReturnType<typeof makeRouter>} />
        <ToastHost />
      </QueryClientProvider>
    </StrictMode>,
  )
}

const pieceRouter = (story: Piece) => createRouter({ routeTree: createRootRoute({ component: () => <Frame story={story} /> }) })

function Frame({ story }: { story: Piece }) {
  const Show = story.show
  if (story.bare) return <Show />
  return (
    <HeaderSlotProvider>
      <header className="flex h-11 items-center gap-3 border-b border-line bg-surface px-4">
        <HeaderSlot />
      </header>
      <main id="main" className="p-6">
        <h1 className="mb-3 text-meta text-fg3">{story.name}</h1>
        <h2 className="sr-only">Story</h2>
        <div style={{ width: story.width ?? LANE_WIDTH, maxWidth: '100%' }}>
          <Show />
        </div>
      </main>
    </HeaderSlotProvider>
  )
}

export function mountNode(place: HTMLElement, node: ReactNode) {
  makeRoot(place).render(<StrictMode>{node}</StrictMode>)
}
