import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import { board, CONNECTWISE, inbound, RT, rt, target } from '../samples'

const server = makeServer()
const connectwise = { ...rt, provider: 'connectwise', name: 'ConnectWise', settings: { site: 'https://cw.example' }, secrets: ['private_key'] }
const set = { stored: 'resolved', status_id: 'resolved', status_name: 'Resolved', source: 'board', problem: null, sentence: null } as const

const readAs = (...boards: ReturnType<typeof board>[]) => server.use(get('/connections/:id/status-mapping', { boards }))

beforeEach(() => {
  server.use(
    get('/auth/me', ME),
    get('/connections', { items: [connectwise] }),
    get('/connections/providers', { items: [CONNECTWISE, RT] }),
    get('/connections/:id/inbound', inbound()),
    get('/account/settings', { name: 'Northwind IT', time_zone: 'UTC', preferences: { cw_resolved_status_id: 425 } }),
  )
  readAs(board('Help Desk'))
})

async function openBoard(name: string) {
  openApp('/settings/psa')
  return within(await screen.findByRole('group', { name }))
}

const optionsOf = (select: HTMLElement) => within(select).getAllByRole('option').map(({ textContent }) => textContent)

it('offers what the board has now, without what is retired, and says where none is set', async () => {
  const row = await openBoard('Help Desk')
  expect(optionsOf(row.getByLabelText('After a resolution'))).toEqual(['Leave the status alone', 'Open', 'Resolved (closed)'])
  expect(row.getAllByText('Not set: the status stays as it is')).toHaveLength(2)
})

it('stores a choice for its board and shows what the server answers', async () => {
  const sent: unknown[] = []
  server.use(
    http.put(server.at('/connections/:id/status-mapping'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ boards: [board('Help Desk', { targets: [target('resolution', set), target('escalation')] })] })
    }),
  )
  const row = await openBoard('Help Desk')
  await userEvent.selectOptions(row.getByLabelText('After a resolution'), 'resolved')
  await waitFor(() => expect(row.getAllByText('Not set: the status stays as it is')).toHaveLength(1))
  expect(sent).toEqual([{ board_id: 'Help Desk', kind: 'resolution', status_id: 'resolved' }])
  expect(row.getByLabelText('After a resolution')).toHaveValue('resolved')
})

it('shows a refused choice in words and goes back to what is stored', async () => {
  server.use(http.put(server.at('/connections/:id/status-mapping'), () => problem(422, 'status_inactive', '“Open” is inactive on this board.')))
  const row = await openBoard('Help Desk')
  await userEvent.selectOptions(row.getByLabelText('After an escalation'), 'open')
  expect(await row.findByText('“Open” is inactive on this board.')).toBeInTheDocument()
  expect(row.getByLabelText('After an escalation')).toHaveValue('')
})

it.each([
  { problem: 'inactive', status_name: 'Old triage', stored: 'triage', shown: 'Old triage (inactive)' },
  { problem: 'missing', status_name: null, stored: '999', shown: '999 (not on this board)' },
  { problem: 'other_board', status_name: 'Done there', stored: '77', shown: 'Done there (not on this board)' },
] as const)('flags a status that is $problem', async ({ shown, ...wrong }) => {
  const sentence = 'Choose another status.'
  readAs(board('Help Desk', { targets: [target('resolution', { ...set, ...wrong, sentence })] }))
  const row = await openBoard('Help Desk')
  const select = row.getByLabelText('After a resolution')
  expect(select).toHaveDisplayValue(shown)
  expect(select).toBeInvalid()
  expect(select).toHaveAccessibleDescription(sentence)
})

it('names what counts where the board has no choice of its own', async () => {
  readAs(board('Help Desk', { targets: [target('resolution', { ...set, stored: null, default_id: 'resolved', source: 'account' })] }))
  const row = await openBoard('Help Desk')
  expect(row.getByLabelText('After a resolution')).toHaveDisplayValue('Default: Resolved')
})

it('lists boards with something missing first, and those that could not be read with the reason', async () => {
  const whole = board('Fine', { targets: [target('resolution', set), target('escalation', set)] })
  readAs(whole, board('Network', { failed: 'It answered 500.', statuses: [], targets: [] }), board('Help Desk'))
  openApp('/settings/psa')
  await screen.findByRole('group', { name: 'Fine' })
  const names = screen.getAllByRole('group').map((row) => row.getAttribute('aria-label'))
  expect(names).toEqual(['Network', 'Help Desk', 'Fine'])
  expect(screen.getByText('Its statuses could not be read: It answered 500.')).toBeInTheDocument()
})

it('says why nothing could be read, and reads again when asked', async () => {
  server.use(http.get(server.at('/connections/:id/status-mapping'), () => problem(502, 'psa_unreachable', 'cw.example does not answer.')))
  openApp('/settings/psa')
  expect(await screen.findByText('cw.example does not answer.')).toBeInTheDocument()
  readAs(board('Help Desk'))
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
  expect(await screen.findByRole('group', { name: 'Help Desk' })).toBeInTheDocument()
})

it('says what to do when there is no board', async () => {
  readAs()
  openApp('/settings/psa')
  expect(await screen.findByText(/sees no boards/)).toBeInTheDocument()
})

it('removes what was set for the whole connection', async () => {
  const sent: unknown[] = []
  server.use(
    get('/connections', { items: [{ ...connectwise, status_targets: { resolution: 'resolved', escalation: null } }] }),
    http.patch(server.at('/connections/:id'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(connectwise)
    }),
  )
  openApp('/settings/psa')
  expect(await screen.findByText(/Default of this system: Resolved after a resolution\./)).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Remove the default' }))
  await waitFor(() => expect(sent).toEqual([{ status_targets: { resolution: null } }]))
})

it('changes the statuses of the account, and takes only numbers', async () => {
  const sent: unknown[] = []
  server.use(
    http.patch(server.at('/account/settings'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ name: 'Northwind IT', time_zone: 'UTC', preferences: { cw_escalated_status_id: 705 } })
    }),
  )
  openApp('/settings/psa')
  const user = userEvent.setup()
  const resolved = await screen.findByLabelText('Status id after a resolution')
  expect(resolved).toHaveValue('425')
  await user.clear(resolved)
  await user.type(screen.getByLabelText('Status id after an escalation'), 'soon')
  await user.click(screen.getByRole('button', { name: 'Save the account’s statuses' }))
  expect(screen.getByLabelText('Status id after an escalation')).toHaveAccessibleDescription('This is not a status id, as in 512.')
  await user.clear(screen.getByLabelText('Status id after an escalation'))
  await user.type(screen.getByLabelText('Status id after an escalation'), '705')
  await user.click(screen.getByRole('button', { name: 'Save the account’s statuses' }))
  await waitFor(() => expect(sent).toEqual([{ preferences: { cw_resolved_status_id: null, cw_escalated_status_id: 705 } }]))
})

it('names the status whose number was typed', async () => {
  readAs(board('Help Desk', { statuses: [{ id: '425', name: 'Completed', closed: false, inactive: false }] }))
  await openBoard('Help Desk')
  expect(await screen.findByLabelText('Status id after a resolution')).toHaveAccessibleDescription('Completed, on Help Desk')
  expect(screen.getByLabelText('Status id after an escalation')).not.toHaveAccessibleDescription()
})

it('keeps the account’s statuses for ConnectWise away from those who have none', async () => {
  server.use(get('/connections', { items: [rt] }))
  await openBoard('Help Desk')
  expect(screen.queryByText('All ConnectWise boards')).toBeNull()
})
