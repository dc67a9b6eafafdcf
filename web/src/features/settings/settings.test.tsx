import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME } from '@/testing/server'

const server = makeServer()
const ID = '01a20e53-0000-7000-8000-000000000031'

beforeEach(() => {
  server.use(
    get('/auth/me', ME),
    get('/auth/tokens', { items: [] }),
    get('/account/tokens', { items: [], next_cursor: null }),
    get('/auth/sign-ins', { items: [] }),
  )
})

it('shows a new token once, with what it may do', async () => {
  const token = { id: ID, name: 'report', role: 'engineer', read_only: false, prefix: 'rv_ab', created_at: '2026-11-24T10:00:00Z', expires_at: null, last_used_at: null }
  const sent: unknown[] = []
  server.use(
    http.post(server.at('/auth/tokens'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ token: 'rv_abcdef', info: token }, { status: 201 })
    }),
  )
  openApp('/settings/tokens')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('Name of a new token'), 'report')
  await user.selectOptions(screen.getByLabelText('May'), 'Read only')
  await user.click(screen.getByRole('button', { name: 'Create token' }))
  expect(await screen.findByText('rv_abcdef')).toBeInTheDocument()
  expect(screen.getByText(/it is not shown again/)).toBeInTheDocument()
  expect(sent).toEqual([{ name: 'report', role: 'engineer', days: 90, read_only: true }])
})

it('applies and keeps the theme', async () => {
  openApp('/settings/me')
  const group = await screen.findByRole('group', { name: 'Theme' })
  await userEvent.click(within(group).getByRole('button', { name: 'Dark' }))
  expect(within(group).getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true')
  expect(window.localStorage.getItem('resolvent.theme')).toBe('dark')
})

it('keeps the density', async () => {
  openApp('/settings/me')
  const group = await screen.findByRole('group', { name: 'Density' })
  await userEvent.click(within(group).getByRole('button', { name: 'Compact' }))
  expect(within(group).getByRole('button', { name: 'Compact' })).toHaveAttribute('aria-pressed', 'true')
  expect(window.localStorage.getItem('resolvent.density')).toBe('compact')
})
