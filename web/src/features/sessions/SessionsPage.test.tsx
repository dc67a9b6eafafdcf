import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, ME, problem, makeServer } from '@/testing/server'
import type { Session } from './queries'

const server = makeServer()

const session = (number: number, over: Partial<Session> = {}): Session => ({
  id: `01a20e53-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
  title: `Problem ${number}`,
  problem: 'It does not work',
  status: 'active',
  round: 1,
  state_version: 1,
  ticket: null,
  connection_id: null,
  ticket_id: null,
  assignee_id: ME.user_id,
  created_at: '2026-11-24T10:00:00Z',
  updated_at: '2026-11-24T10:00:00Z',
  closed_at: null,
  changed_since: null,
  posted_round: null,
  unread: false,
  ...over,
})

/** Answers lists, and keeps the queries that were asked. */
function serveSessions(items: Session[]) {
  const asked: string[] = []
  server.use(
    http.get(server.at('/ai-sessions'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return HttpResponse.json({ items, next_cursor: null })
    }),
  )
  return asked
}

beforeEach(() => {
  server.use(
    get('/auth/me', ME),
    get('/users', { items: [{ ...ME, id: ME.user_id, disabled_at: null, created_at: '2026-01-01T00:00:00Z' }] }),
    get('/connections', { items: [] }),
  )
})

describe('the sessions list', () => {
  it('shows ticket, client, state and owner', async () => {
    serveSessions([session(1, { ticket: { number: '48213', company: 'ACME', status: { name: 'New' } }, status: 'resolved' })])
    openApp('/sessions')
    const row = (await screen.findByRole('link', { name: 'Problem 1' })).closest('tr')
    if (!row) throw new Error('no row')
    for (const text of ['#48213', 'ACME', 'Resolved']) expect(within(row).getAllByText(text)[0]).toBeInTheDocument()
    expect(await within(row).findByText('Dana Kim')).toBeInTheDocument()
    expect(within(row).queryByText('Changed since')).toBeNull()
  })

  it('marks a closed session whose ticket others have moved since', async () => {
    serveSessions([session(1, { status: 'resolved', changed_since: '2026-11-24T14:07:00Z' })])
    openApp('/sessions')
    const row = (await screen.findByRole('link', { name: 'Problem 1' })).closest('tr')
    expect(row).toHaveTextContent('ResolvedChanged since')
  })

  it('asks for what the address says, and puts the filters into the address', async () => {
    const asked = serveSessions([session(1)])
    const { router } = openApp('/sessions?status=resolved&q=printer&mine=true')
    await screen.findByRole('link', { name: 'Problem 1' })
    const query = new URLSearchParams(asked.at(-1))
    expect([query.get('status'), query.get('q'), query.get('assignee')]).toEqual(['resolved', 'printer', ME.user_id])

    await userEvent.click(screen.getByRole('button', { name: /^Escalated/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({ status: 'escalated', q: 'printer', mine: true }))
    await waitFor(() => expect(new URLSearchParams(asked.at(-1)).get('status')).toBe('escalated'))
  })

  it('is worked by keyboard: J and K along the rows, / to the filter', async () => {
    serveSessions([session(1), session(2), session(3)])
    openApp('/sessions')
    await screen.findByRole('link', { name: 'Problem 1' })
    const user = userEvent.setup()
    await user.keyboard('jj')
    expect(screen.getByRole('link', { name: 'Problem 2' })).toHaveFocus()
    await user.keyboard('k')
    expect(screen.getByRole('link', { name: 'Problem 1' })).toHaveFocus()
    await user.keyboard('{ArrowUp}')
    expect(screen.getByRole('link', { name: 'Problem 1' })).toHaveFocus()
    await user.keyboard('/j')
    expect(screen.getByRole('searchbox', { name: 'Filter sessions' })).toHaveValue('j')
  })

  it('draws only the rows in view of a long list', async () => {
    serveSessions(Array.from({ length: 90 }, (_, index) => session(index)))
    openApp('/sessions')
    await screen.findByRole('link', { name: 'Problem 0' })
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '91')
    expect(screen.getAllByRole('row').length).toBeLessThan(60)
  })

  it('says why there is nothing, and what to do', async () => {
    serveSessions([])
    const { router } = openApp('/sessions?q=zebra')
    expect(await screen.findByText('No session matches these filters.')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Search closed sessions' })).toHaveAttribute('href', '/search?q=zebra')
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }))
    expect(await screen.findByRole('button', { name: 'Open the first session' })).toBeInTheDocument()
    expect(router.state.location.search).toEqual({})
    expect(screen.getByRole('searchbox')).toHaveValue('')
  })

  it('says what failed with the request id, and tries again', async () => {
    server.use(http.get(server.at('/ai-sessions'), () => problem(500, 'internal', 'Something went wrong here.')))
    openApp('/sessions')
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('The sessions could not be loaded.')
    expect(alert).toHaveTextContent('req-1')
    serveSessions([session(1)])
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }))
    expect(await screen.findByRole('link', { name: 'Problem 1' })).toBeInTheDocument()
  })
})

describe('a new session', () => {
  it('is opened from a pasted problem; a refused field says why, and a repeat has a new key', async () => {
    serveSessions([])
    const keys: (string | null)[] = []
    const bodies: unknown[] = []
    server.use(
      http.post(server.at('/ai-sessions'), async ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'))
        bodies.push(await request.json())
        if (keys.length === 1) {
          return problem(422, 'invalid', 'These fields are not valid: title.', [
            { field: 'title', message: 'This title is too long.', code: 'too_long' },
          ])
        }
        return HttpResponse.json(session(9), { status: 201 })
      }),
      http.get(server.at('/ai-sessions/:id'), () => problem(404, 'not_found', 'Not here.')),
    )
    const { router } = openApp('/sessions')
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'New session' }))
    const dialog = await screen.findByRole('dialog', { name: 'New session' })
    await user.click(within(dialog).getByRole('button', { name: 'From a pasted problem' }))
    await user.type(within(dialog).getByLabelText('Problem'), 'Printer is offline')
    await user.click(within(dialog).getByRole('button', { name: 'Open session' }))
    expect(await within(dialog).findByText('This title is too long.')).toBeInTheDocument()
    expect(within(dialog).getByLabelText('Problem')).toHaveValue('Printer is offline')

    await user.click(within(dialog).getByRole('button', { name: 'Open session' }))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/pilot/${session(9).id}`))
    expect(bodies[1]).toEqual({ problem: 'Printer is offline' })
    expect(new Set(keys).size).toBe(2)
  })
})
