import { createMemoryHistory, createRootRoute, createRoute, createRouter, Link, RouterProvider, useNavigate, useSearch } from '@tanstack/react-router'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SearchField } from './SearchField'

function List() {
  const { q = '' } = useSearch({ strict: false })
  const navigate = useNavigate()
  return (
    <>
      <SearchField label="Search" placeholder="Words" value={q} onSettle={(words) => void navigate({ to: '/', search: { q: words }, replace: true })} />
      <Link to={'/row' as never}>Row</Link>
    </>
  )
}

async function show() {
  let open = () => {}
  const page = new Promise<void>((resolve) => (open = resolve))
  const root = createRootRoute()
  const list = createRoute({ getParentRoute: () => root, path: '/', component: List })
  const row = createRoute({ getParentRoute: () => root, path: '/row', loader: () => page, component: () => <h1>The row</h1> })
  const router = createRouter({ routeTree: root.addChildren([list, row]), history: createMemoryHistory(), defaultPendingMs: 60_000 })
  render(<RouterProvider router={router as never} />)
  await act(() => vi.advanceTimersByTimeAsync(100))
  return { open: () => open(), router }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('words are told once the typing rests', async () => {
  const { router } = await show()
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search' }), { target: { value: 'ribbon ' } })
  expect(router.state.location.search).toEqual({})
  await act(() => vi.advanceTimersByTimeAsync(250))
  expect(router.state.location.search).toEqual({ q: 'ribbon' })
})

test('a row that is chosen before the typing rests is not left again', async () => {
  const { open, router } = await show()
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search' }), { target: { value: 'ribbon' } })
  fireEvent.click(screen.getByRole('link', { name: 'Row' }))
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  open()
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(router.state.location.pathname).toBe('/row')
  expect(screen.getByRole('heading', { name: 'The row' })).toBeVisible()
})
