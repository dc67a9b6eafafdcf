import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, ME, makeServer, problem } from '@/testing/server'
import { escalated, found, page } from './fixture'

const server = makeServer()

/** Answers searches, and keeps what was asked. */
function serve(answer: (query: URLSearchParams) => ReturnType<typeof page>) {
  const asked: Record<string, string>[] = []
  server.use(
    http.get(server.at('/search'), ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(Object.fromEntries(query))
      return HttpResponse.json(answer(query))
    }),
  )
  return asked
}

beforeEach(() => server.use(get('/auth/me', ME), get('/ai-sessions/clients', { items: ['ACME', 'Harbour Hotel'] })))

it('searches what is typed, keeps it in the address, and shows how each session ended', async () => {
  const asked = serve(() => page([found(0), escalated(1)]))
  const { router } = openApp('/search')
  const field = await screen.findByRole('searchbox', { name: 'Search closed sessions' })
  expect(field).toHaveFocus()
  expect(screen.getByText(/sessions that are still open/)).toBeInTheDocument()
  expect(asked).toEqual([])
  const user = userEvent.setup()
  await user.type(field, 'spooler{Enter}')
  const list = await screen.findByRole('list', { name: 'Closed sessions' })
  expect(router.state.location.search).toEqual({ q: 'spooler' })
  const [first, second] = within(list).getAllByRole('listitem')
  expect(first).toHaveTextContent(/front desk.*Resolved.*Fixed by: Restart the print spooler.*#4700.*Harbour Hotel/)
  expect(first?.querySelector('mark')).toHaveTextContent('spooler')
  expect(second).toHaveTextContent(/Escalated.*Asked: Which driver/)
  expect(screen.getByText('2 closed sessions, the best first.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Escalated' }))
  await user.selectOptions(screen.getByRole('combobox', { name: 'Client' }), 'ACME')
  await waitFor(() => expect(asked.at(-1)).toEqual({ q: 'spooler', status: 'escalated', client: 'ACME' }))
})

it('says why an account that searches by meaning is searched by words alone', async () => {
  serve(() => page([found(0)], { trouble: 'The model did not answer within 3 s.' }))
  openApp('/search?q=print')
  expect(await screen.findByText('Found by words alone. The model did not answer within 3 s.')).toBeInTheDocument()
})

it('is walked by keyboard, page after page, and Back leads to the result that was followed', async () => {
  const asked = serve((query) => (query.has('cursor') ? page([found(2)], { total: 3 }) : page([found(0), found(1)], { total: 3, next_cursor: 'next' })))
  const { router } = openApp('/search?q=print')
  const user = userEvent.setup()
  await screen.findAllByText('print')
  await user.click(screen.getByRole('searchbox'))
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
  expect(screen.getByRole('button', { name: 'Show more' })).toHaveFocus()
  await user.keyboard('{Enter}')
  const third = await screen.findByRole('link', { name: 'Scanner sends no mail' })
  expect(asked.at(-1)).toEqual({ q: 'print', cursor: 'next' })
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  third.focus()
  await user.keyboard('k')
  expect(screen.getByRole('link', { name: /Labels print twice/ })).toHaveFocus()
  server.use(http.get(server.at('/ai-sessions/:id'), () => problem(404, 'not_found', 'No such session.')))
  await user.keyboard('{Enter}')
  await screen.findByText(/does not exist/)
  router.history.back()
  await waitFor(() => expect(screen.getByRole('link', { name: /Labels print twice/ })).toHaveFocus())
})

it('shows the way out where nothing is found, and what failed', async () => {
  serve(() => page([]))
  const { router } = openApp('/search?q=zebra&status=escalated')
  await userEvent.click(await screen.findByRole('button', { name: 'Search without the filters' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'zebra' }))
  expect(await screen.findByRole('link', { name: 'Look in all sessions' })).toHaveAttribute('href', '/sessions?q=zebra')
  server.use(http.get(server.at('/search'), () => problem(503, 'database_away', 'Try again shortly.')))
  await userEvent.type(screen.getByRole('searchbox'), ' giraffe{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent('The search failed.Try again shortly.')
})
