import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'

const server = makeServer()
const ID = '01a20e53-0000-7000-8000-000000000031'
const rt: Schemas['ConnectionOut'] = {
  id: ID,
  provider: 'rt',
  name: 'Helpdesk RT',
  settings: { url: 'https://rt.example.com', queue: 'Helpdesk', user: 'resolvent' },
  secrets: ['password'],
  secret_set_at: '2026-11-20T10:00:00Z',
  status_targets: { resolution: 'resolved', escalation: null },
  version: 1,
}

beforeEach(() => {
  server.use(
    get('/auth/me', ME),
    get('/auth/tokens', { items: [] }),
    get('/connections', { items: [rt] }),
    get('/connections/:id/tickets', { items: [{ id: '7' }], next_cursor: null }),
    get('/connections/:id/tickets/7/statuses', {
      items: [
        { id: 'open', name: 'open', closed: false },
        { id: 'resolved', name: 'resolved', closed: true },
      ],
    }),
  )
})

it('shows a new token once, with what it may do', async () => {
  const token = { id: ID, name: 'report', role: 'engineer', prefix: 'rv_ab', created_at: '2026-11-24T10:00:00Z', expires_at: null, last_used_at: null }
  const sent: unknown[] = []
  server.use(
    http.post(server.at('/auth/tokens'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ token: 'rv_abcdef', info: token }, { status: 201 })
    }),
  )
  openApp('/settings/me')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('Name of a new token'), 'report')
  await user.click(screen.getByRole('button', { name: 'Create token' }))
  expect(await screen.findByText('rv_abcdef')).toBeInTheDocument()
  expect(screen.getByText(/it is not shown again/)).toBeInTheDocument()
  expect(sent).toEqual([{ name: 'report', role: 'engineer', days: 90 }])
})

it('applies and keeps the theme', async () => {
  openApp('/settings/me')
  const group = await screen.findByRole('group', { name: 'Theme' })
  await userEvent.click(within(group).getByRole('button', { name: 'Dark' }))
  expect(within(group).getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true')
  expect(window.localStorage.getItem('resolvent.theme')).toBe('dark')
})

it('tests a connection step by step', async () => {
  server.use(
    http.post(server.at('/connections/:id/check'), () =>
      HttpResponse.json({
        ok: false,
        steps: [
          { name: 'address', ok: true, detail: 'rt.example.com answers.' },
          { name: 'credentials', ok: false, detail: 'The password was refused.' },
          { name: 'queue', ok: null, detail: 'Needs the sign-in.' },
        ],
      }),
    ),
  )
  openApp('/settings/psa')
  await userEvent.click(await screen.findByRole('button', { name: 'Test connection' }))
  const result = (await screen.findByText('The connection does not work yet.')).closest('div')
  if (!result) throw new Error('no result')
  const steps = within(result).getAllByRole('listitem').map((step) => step.textContent)
  expect(steps).toEqual([
    'AddressPassed. rt.example.com answers.',
    'CredentialsFailed. The password was refused.',
    'QueueNot tried. Needs the sign-in.',
  ])
})

it('sets the status after an escalation from what the system offers, and warns while there is none', async () => {
  const sent: unknown[] = []
  server.use(
    http.patch(server.at('/connections/:id'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(rt)
    }),
  )
  openApp('/settings/psa')
  expect(await screen.findByText('Not set: the status stays as it is')).toBeInTheDocument()
  const select = screen.getByLabelText('After an escalation')
  await within(select).findByRole('option', { name: 'open' })
  await userEvent.selectOptions(select, 'open')
  await waitFor(() => expect(sent).toEqual([{ status_targets: { resolution: 'resolved', escalation: 'open' } }]))
})

it('puts a refused address under its field and keeps the form', async () => {
  server.use(
    http.post(server.at('/connections'), () =>
      problem(422, 'invalid', 'These settings are not valid.', [
        { field: 'settings.url', message: 'This host has a private address.', code: 'private' },
      ]),
    ),
  )
  openApp('/settings/psa')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Connect Request Tracker' }))
  const dialog = await screen.findByRole('dialog', { name: 'Connect Request Tracker' })
  await user.type(within(dialog).getByLabelText('Address'), 'http://10.0.0.1')
  await user.type(within(dialog).getByLabelText('Queue'), 'Helpdesk')
  await user.type(within(dialog).getByLabelText('User name'), 'resolvent')
  await user.type(within(dialog).getByLabelText('Password'), 'secret')
  await user.click(within(dialog).getByRole('button', { name: 'Connect' }))
  expect(await within(dialog).findByText('This host has a private address.')).toBeInTheDocument()
  expect(within(dialog).getByLabelText('Address')).toHaveAccessibleDescription('This host has a private address.')
  expect(within(dialog).getByLabelText('Queue')).toHaveValue('Helpdesk')
})

it('offers no change to those who may not make it', async () => {
  server.use(get('/auth/me', { ...ME, role: 'engineer' }))
  openApp('/settings/psa')
  expect(await screen.findByText('Only an admin of your account can change these.')).toBeInTheDocument()
  expect(await screen.findByLabelText('After a resolution')).toBeDisabled()
  expect(screen.queryByRole('button', { name: /Connect|Test|Disconnect/ })).toBeNull()
})
