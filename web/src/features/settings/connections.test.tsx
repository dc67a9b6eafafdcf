import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import { board, CONNECTWISE, inbound, RT, rt, stepLines } from './samples'

const server = makeServer()

beforeEach(() => {
  server.use(
    get('/auth/me', ME),
    get('/connections', { items: [rt] }),
    get('/connections/providers', { items: [CONNECTWISE, RT] }),
    get('/connections/:id/status-mapping', { boards: [board('Helpdesk')] }),
    get('/connections/:id/inbound', inbound()),
    http.post(server.at('/connections/:id/check/steps'), () => new HttpResponse(stepLines({ ok: true, steps: [] }))),
  )
})

const report = {
  ok: false,
  steps: [
    { name: 'address', ok: true, detail: 'rt.example.com answers.' },
    { name: 'credentials', ok: false, detail: 'The password was refused.' },
    { name: 'queue', ok: null, detail: 'Needs the sign-in.' },
  ],
}

function answerPatch(...answers: (() => Response)[]) {
  const sent: unknown[] = []
  server.use(
    http.patch(server.at('/connections/:id'), async ({ request }) => {
      sent.push(await request.json())
      return (answers.shift() ?? (() => HttpResponse.json({ ...rt, version: 2 })))()
    }),
  )
  return sent
}

async function openForm(name: string, title: string) {
  openApp('/settings/psa')
  await userEvent.click(await screen.findByRole('button', { name }))
  return within(await screen.findByRole('dialog', { name: title }))
}

const openChange = () => openForm('Change Helpdesk RT', 'Change Helpdesk RT')

it('tests a connection step by step, and a failed one offers its settings', async () => {
  server.use(http.post(server.at('/connections/:id/check/steps'), () => new HttpResponse(stepLines(report))))
  openApp('/settings/psa')
  await userEvent.click(await screen.findByRole('button', { name: 'Test connection Helpdesk RT' }))
  const result = (await screen.findByText('The connection does not work yet.')).closest('div')
  if (!result) throw new Error('no result')
  expect(within(result).getAllByRole('listitem').map((step) => step.textContent)).toEqual([
    'AddressPassed. rt.example.com answers.',
    'CredentialsFailed. The password was refused.',
    'QueueNot tried. Needs the sign-in.',
  ])
  await userEvent.click(within(result).getByRole('button', { name: 'Change the settings' }))
  expect(await screen.findByRole('dialog', { name: 'Change Helpdesk RT' })).toBeInTheDocument()
})

it('shows each step as it ends, and the one that is being tried', async () => {
  let end: () => void = () => undefined
  const [first, ...rest] = stepLines(report).split(/(?<=\n)/)
  const lines = new ReadableStream<Uint8Array>({
    start: (sent) => {
      const send = (text: string) => sent.enqueue(new TextEncoder().encode(text))
      send(`${first ?? ''}{"begun":"credentials"}\n`)
      end = () => {
        send(rest.join(''))
        sent.close()
      }
    },
  })
  server.use(http.post(server.at('/connections/:id/check/steps'), () => new HttpResponse(lines)))
  openApp('/settings/psa')
  await userEvent.click(await screen.findByRole('button', { name: 'Test connection Helpdesk RT' }))
  expect(await screen.findByText('Testing Helpdesk RT: credentials')).toBeInTheDocument()
  expect(screen.getByText('rt.example.com answers.', { exact: false })).toBeInTheDocument()
  expect(screen.queryByText('The connection does not work yet.')).not.toBeInTheDocument()
  end()
  expect(await screen.findByText('The connection does not work yet.')).toBeInTheDocument()
})

it('says once why nothing can be read', async () => {
  const refused = 'rt.example.com (10.0.0.7): private addresses are refused.'
  server.use(
    http.get(server.at('/connections/:id/status-mapping'), () => problem(502, 'psa_config', refused)),
    http.post(server.at('/connections/:id/check/steps'), () =>
      new HttpResponse(stepLines({ ok: false, steps: [{ name: 'address', ok: false, detail: refused }] })),
    ),
  )
  openApp('/settings/psa')
  expect(await screen.findByText(refused)).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Test connection Helpdesk RT' }))
  expect(await screen.findByText(/The test above says why/)).toBeInTheDocument()
  expect(screen.getAllByText(refused, { exact: false })).toHaveLength(1)
})

it('says that a test was cut off', async () => {
  server.use(http.post(server.at('/connections/:id/check/steps'), () => new HttpResponse('{"begun":"address"}\n')))
  openApp('/settings/psa')
  await userEvent.click(await screen.findByRole('button', { name: 'Test connection Helpdesk RT' }))
  expect(await screen.findByText('The test was cut off before its end. Try it again.')).toBeInTheDocument()
})

it('draws the form of each kind from its schema, and tests what was connected', async () => {
  const made = { ...rt, id: '01a20e53-0000-7000-8000-000000000032', provider: 'connectwise', name: 'ConnectWise PSA' }
  const sent: unknown[] = []
  server.use(
    get('/account/settings', { name: 'Northwind IT', time_zone: 'UTC', preferences: {} }),
    http.post(server.at('/connections/:id/check/steps'), ({ params }) =>
      params.id === made.id ? new HttpResponse(stepLines(report)) : problem(404, 'not_found', 'No.'),
    ),
    http.post(server.at('/connections'), async ({ request }) => {
      sent.push(await request.json())
      server.use(get('/connections', { items: [rt, made] }))
      return HttpResponse.json(made, { status: 201 })
    }),
  )
  const form = await openForm('Connect a system', 'Connect a ticketing system')
  const user = userEvent.setup()
  await user.type(form.getByLabelText('Address'), 'https://cw.example')
  await user.click(form.getByRole('radio', { name: /Request Tracker/ }))
  expect(form.getByLabelText('Statuses')).toHaveValue('new, open')
  await user.click(form.getByRole('radio', { name: /ConnectWise/ }))
  expect(form.getByLabelText('Address')).toHaveValue('https://cw.example')
  await user.type(form.getByLabelText('Private key'), 'secret')
  await user.type(form.getByLabelText('Boards'), '21, 35')
  await user.selectOptions(form.getByLabelText('Notes as'), 'Time entry')
  await user.click(form.getByRole('button', { name: 'Connect' }))
  await waitFor(() =>
    expect(sent).toEqual([
      {
        provider: 'connectwise',
        name: 'ConnectWise PSA',
        settings: { site: 'https://cw.example', boards: [21, 35], notes_as: 'time_entry' },
        secret: { private_key: 'secret' },
        status_targets: {},
      },
    ]),
  )
  expect(await screen.findByText('The connection does not work yet.')).toBeInTheDocument()
})

it('puts a refusal under its field and keeps the form', async () => {
  server.use(
    http.post(server.at('/connections'), () =>
      problem(422, 'invalid', 'These settings are not valid.', [
        { field: 'settings.url', message: 'This host has a private address.', code: 'private' },
        { field: 'settings', message: 'Enter either a password or a token.', code: 'value_error' },
      ]),
    ),
  )
  const form = await openForm('Connect a system', 'Connect a ticketing system')
  const user = userEvent.setup()
  await user.click(form.getByRole('radio', { name: /Request Tracker/ }))
  await user.type(form.getByLabelText('Address'), 'http://10.0.0.1')
  await user.type(form.getByLabelText('Queue'), 'Helpdesk')
  await user.click(form.getByRole('button', { name: 'Connect' }))
  expect(await form.findByText('This host has a private address.')).toBeInTheDocument()
  expect(form.getByLabelText('Address')).toHaveAccessibleDescription(/private address/)
  expect(form.getByRole('alert')).toHaveTextContent('Enter either a password or a token.')
  expect(form.getByLabelText('Queue')).toHaveValue('Helpdesk')
})

it('changes the way of signing in without showing what is stored', async () => {
  const sent = answerPatch()
  const form = await openChange()
  const user = userEvent.setup()
  const password = within(form.getByRole('group', { name: 'Password' }))
  expect(password.getByText(/^Set /)).toBeInTheDocument()
  await user.click(password.getByRole('button', { name: 'Remove: Password' }))
  expect(password.getByRole('button', { name: 'Keep: Password' })).toHaveFocus()
  await user.type(form.getByLabelText('Authentication token'), '1-23')
  server.use(get('/connections', { items: [{ ...rt, version: 2 }] }))
  await user.click(form.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent).toMatchObject([{ version: 1, secret: { password: null, token: '1-23' } }]))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await screen.findByText('The connection works.')).toBeInTheDocument()
})

it('asks for a secret again where the server wants it', async () => {
  const again = { field: 'settings.password', message: 'Enter it again: the address has changed.', code: 'secret_needed' }
  const sent = answerPatch(() => problem(422, 'secret_needed', 'The address has changed.', [again]))
  const form = await openChange()
  const user = userEvent.setup()
  await user.clear(form.getByLabelText('Address'))
  await user.type(form.getByLabelText('Address'), 'https://new.example')
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(await form.findByText('Enter it again: the address has changed.')).toBeInTheDocument()
  await user.type(form.getByLabelText('Password'), 'again')
  await user.click(form.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toMatchObject({ secret: { password: 'again' }, settings: { url: 'https://new.example' } })
})

it('shows both sides when somebody saved meanwhile, and overwrites only when told', async () => {
  const theirs = { ...rt, version: 7, settings: { ...rt.settings, queue: 'Theirs' } }
  const sent = answerPatch(() => {
    server.use(get('/connections', { items: [theirs] }))
    return problem(412, 'stale_state', 'Changed meanwhile.')
  })
  const form = await openChange()
  const user = userEvent.setup()
  await user.clear(form.getByLabelText('Queue'))
  await user.type(form.getByLabelText('Queue'), 'Mine')
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(await form.findByText('Queue: now Theirs, yours Mine')).toBeInTheDocument()
  await user.click(form.getByRole('button', { name: 'Save mine over it' }))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toMatchObject({ version: 7, settings: { queue: 'Mine' } })
})

it('does not throw away what was typed by Escape alone', async () => {
  const form = await openChange()
  await userEvent.type(form.getByLabelText('Queue'), 'x')
  await userEvent.keyboard('{Escape}')
  expect(await form.findByText('What you typed is not saved.')).toBeInTheDocument()
  await userEvent.click(form.getByRole('button', { name: 'Go on typing' }))
  expect(form.getByLabelText('Queue')).toHaveValue('Helpdeskx')
})

it('asks once more before a system is disconnected, with the focus on the harmless answer', async () => {
  let gone = 0
  server.use(
    http.delete(server.at('/connections/:id'), () => {
      gone += 1
      server.use(get('/connections', { items: [] }))
      return new HttpResponse(null, { status: 204 })
    }),
  )
  openApp('/settings/psa')
  await userEvent.click(await screen.findByRole('button', { name: 'Disconnect Helpdesk RT' }))
  expect(screen.getByRole('button', { name: 'Keep' })).toHaveFocus()
  expect(gone).toBe(0)
  await userEvent.click(screen.getByRole('button', { name: 'Disconnect' }))
  await waitFor(() => expect(screen.queryByText('Helpdesk RT')).toBeNull())
  expect(gone).toBe(1)
})

it('offers no change to those who may not make it', async () => {
  server.use(get('/auth/me', { ...ME, role: 'engineer' }))
  openApp('/settings/psa')
  expect(await screen.findByText('Only an admin of your account can change these.')).toBeInTheDocument()
  expect(await screen.findByLabelText('After a resolution')).toBeDisabled()
  expect(screen.queryByRole('button', { name: /Connect|Test|Disconnect|Change/ })).toBeNull()
})
