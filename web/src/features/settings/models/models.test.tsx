import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import type { Endpoint } from './queries'

const server = makeServer()

const endpoint = (id: string, position: number, values: Partial<Endpoint> = {}): Endpoint => ({
  id,
  name: `Model ${id}`,
  provider: 'openai',
  model: 'llama3.3:70b',
  base_url: 'http://gpu-01:8000/v1',
  key_set_at: '2026-11-20T10:00:00Z',
  uses: ['chat', 'notes', 'extraction'],
  position,
  allow_private: true,
  sees_images: false,
  context_tokens: 32_000,
  version: 1,
  ...values,
})

let items: Endpoint[]
let sent: { id: unknown; body: unknown }[]
beforeEach(() => {
  items = []
  sent = []
  server.use(
    get('/auth/me', ME),
    get('/account/settings', { name: 'Northwind IT', time_zone: 'UTC', preferences: { pseudonyms: 'identities', fall_back: true } }),
    get('/models/usage', { tokens_today: 1_500, tokens_a_day: null, days: [] }),
    http.get(server.at('/models'), () =>
      HttpResponse.json({ items, installation: [], reference_model: 'claude-reference' }),
    ),
  )
})

const onPatch = (answer: (id: string) => Response) =>
  server.use(
    http.patch(server.at('/models/:id'), async ({ params, request }) => {
      sent.push({ id: params.id, body: await request.json() })
      return answer(String(params.id))
    }),
  )

async function openForm(user: ReturnType<typeof userEvent.setup>, button: RegExp | string) {
  await user.click(await screen.findByRole('button', { name: button }))
  return within(await screen.findByRole('dialog'))
}

it('says what works without a model, and adds the reference model with its key', async () => {
  server.use(
    http.post(server.at('/models'), async ({ request }) => {
      sent.push({ id: '', body: await request.json() })
      items = [endpoint('a', 1, { name: 'Claude' })]
      return HttpResponse.json(items[0], { status: 201 })
    }),
  )
  openApp('/settings/llm')
  const user = userEvent.setup()
  expect(await screen.findByText(/Resolvent works without a language model/)).toBeVisible()
  const form = await openForm(user, 'Add a model')
  expect(form.getByLabelText('Model')).toHaveValue('claude-reference')
  await user.type(form.getByLabelText('Key'), 'sk-secret')
  await user.click(form.getByLabelText(/^Extraction/))
  await user.click(form.getByRole('button', { name: 'Add' }))
  expect(await screen.findByRole('list', { name: /in the order/ })).toHaveTextContent('Claude')
  expect(sent[0]?.body).toMatchObject({ provider: 'anthropic', model: 'claude-reference', key: 'sk-secret', base_url: '', uses: ['chat', 'notes'] })
  expect(document.body.textContent).not.toContain('sk-secret')
})

it('has texts sent for search only where that is ticked, and tells how far it is', async () => {
  server.use(
    get('/search/meaning', { chosen: true, sessions: 1_204, ready: 812, trouble: 'Vectors refused the key.' }),
    http.post(server.at('/models'), async ({ request }) => {
      sent.push({ id: '', body: await request.json() })
      items = [endpoint('a', 1, { name: 'Vectors', uses: ['search'] })]
      return HttpResponse.json(items[0], { status: 201 })
    }),
  )
  openApp('/settings/llm')
  const user = userEvent.setup()
  const form = await openForm(user, 'Add a model')
  expect(form.queryByLabelText(/^Search/)).toBeNull()
  await user.click(form.getByRole('button', { name: 'OpenAI-compatible' }))
  expect(form.getByLabelText(/^Search/)).not.toBeChecked()
  for (const use of [/^Search/, /^Chat/, /^Notes/, /^Extraction/]) await user.click(form.getByLabelText(use))
  await user.type(form.getByLabelText('Name here'), 'Vectors')
  await user.type(form.getByLabelText('Model'), 'nomic-embed-text')
  await user.click(form.getByRole('button', { name: 'Add' }))
  expect(await screen.findByText('812 of 1,204 closed sessions can be found by meaning.')).toBeVisible()
  expect(screen.getByText(/Vectors refused the key\. Search goes on by words\./)).toBeVisible()
  expect(sent[0]?.body).toMatchObject({ provider: 'openai', uses: ['search'] })
})

it('shows a refusal at its field and keeps what was typed', async () => {
  server.use(
    http.post(server.at('/models'), () =>
      problem(422, 'invalid', 'Invalid.', [{ field: 'base_url', message: 'This is not an address.', code: 'bad_url' }]),
    ),
  )
  openApp('/settings/llm')
  const user = userEvent.setup()
  const form = await openForm(user, 'Add a model')
  await user.click(form.getByRole('button', { name: 'OpenAI-compatible' }))
  await user.type(form.getByLabelText('Name here'), 'Llama')
  await user.type(form.getByLabelText('Model'), 'llama')
  await user.type(form.getByLabelText('Base URL'), 'gpu')
  await user.click(form.getByRole('button', { name: 'Add' }))
  await waitFor(() => expect(form.getByLabelText('Base URL')).toHaveAccessibleDescription(/This is not an address\./))
  expect(form.getByLabelText('Name here')).toHaveValue('Llama')
  await user.click(form.getByRole('button', { name: 'Cancel' }))
  expect(form.getByText('What you typed is not saved.')).toBeVisible()
  await user.click(form.getByRole('button', { name: 'Go on typing' }))
  await user.click(form.getByRole('button', { name: 'Close' }))
  await user.click(form.getByRole('button', { name: 'Discard it' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

it('explains why the key is needed again when the address changes', async () => {
  items = [endpoint('a', 1)]
  onPatch(() => HttpResponse.json({ ...items[0], version: 2 }))
  openApp('/settings/llm')
  const user = userEvent.setup()
  const form = await openForm(user, 'Change Model a')
  expect(form.queryByLabelText('Key')).toBeNull()
  await user.type(form.getByLabelText('Base URL'), '2')
  expect(form.getByLabelText('Key')).toHaveAccessibleDescription(/enter the key again/)
  await user.type(form.getByLabelText('Key'), 'other')
  await user.click(form.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sent[0]?.body).toMatchObject({ version: 1, base_url: 'http://gpu-01:8000/v12', key: 'other' }))
})

it('shows both versions after a conflict and saves mine over theirs when told so', async () => {
  items = [endpoint('a', 1)]
  onPatch(() => {
    if (sent.length > 1) return HttpResponse.json({ ...items[0], version: 3 })
    items = [endpoint('a', 1, { model: 'theirs', version: 2 })]
    return problem(412, 'stale', 'Model a was changed meanwhile.')
  })
  openApp('/settings/llm')
  const user = userEvent.setup()
  const form = await openForm(user, 'Change Model a')
  await user.clear(form.getByLabelText('Model'))
  await user.type(form.getByLabelText('Model'), 'mine')
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(await form.findByText('Model: now theirs, yours mine')).toBeVisible()
  await user.click(form.getByRole('button', { name: 'Save mine over it' }))
  await waitFor(() => expect(sent[1]?.body).toMatchObject({ version: 2, model: 'mine' }))
})

it('reloads theirs after a conflict when that is chosen', async () => {
  items = [endpoint('a', 1)]
  onPatch(() => {
    items = [endpoint('a', 1, { model: 'theirs', version: 2 })]
    return problem(412, 'stale', 'Model a was changed meanwhile.')
  })
  openApp('/settings/llm')
  const user = userEvent.setup()
  const form = await openForm(user, 'Change Model a')
  await user.type(form.getByLabelText('Model'), '-mine')
  await user.click(form.getByRole('button', { name: 'Save' }))
  await user.click(await form.findByRole('button', { name: 'Reload theirs' }))
  expect(form.getByLabelText('Model')).toHaveValue('theirs')
})

it('moves an endpoint up, keeps the focus on it, and saves the positions that changed', async () => {
  items = [endpoint('a', 1), endpoint('b', 2), endpoint('c', 3)]
  onPatch((id) => {
    if (sent.length === 2) items = [endpoint('b', 1), endpoint('a', 2), endpoint('c', 3)]
    return HttpResponse.json(endpoint(id, 9, { version: 2 }))
  })
  openApp('/settings/llm')
  const user = userEvent.setup()
  expect(await screen.findByRole('button', { name: 'Ask Model a earlier' })).toBeDisabled()
  screen.getByRole('button', { name: 'Ask Model b earlier' }).focus()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(sent.map(({ id, body }) => [id, body])).toEqual([
    ['b', { version: 1, position: 1 }],
    ['a', { version: 1, position: 2 }],
  ]))
  const rows = within(screen.getByRole('list', { name: /in the order/ })).getAllByRole('listitem')
  expect(rows.map((row) => row.textContent?.slice(0, 7))).toEqual(['Model b', 'Model a', 'Model c'])
  expect(screen.getByRole('button', { name: 'Ask Model b later' })).toHaveFocus()
})

it('tests an endpoint and shows the answer and the times', async () => {
  items = [endpoint('a', 1)]
  const works = { ok: true, model: 'llama', answer: 'It works.', first_ms: 420, total_ms: 1_250, code: null, detail: null }
  server.use(http.post(server.at('/models/a/test'), () => HttpResponse.json(works)))
  openApp('/settings/llm')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Test Model a' }))
  expect(await screen.findByText('llama works: first text after 0.42 s, whole answer after 1.25 s.')).toBeVisible()
  expect(screen.getByText('It said: It works.')).toBeVisible()
})

it('says why an endpoint does not work', async () => {
  items = [endpoint('a', 1)]
  server.use(
    http.post(server.at('/models/a/test'), () =>
      HttpResponse.json({ ok: false, model: 'llama', answer: null, first_ms: null, total_ms: null, code: 'model_key_refused', detail: 'Model a refused the key.' }),
    ),
  )
  openApp('/settings/llm')
  await userEvent.click(await screen.findByRole('button', { name: 'Test Model a' }))
  expect(await screen.findByText('Model a refused the key.')).toBeVisible()
})

it('removes an endpoint only after a second word', async () => {
  items = [endpoint('a', 1)]
  server.use(
    http.delete(server.at('/models/a'), () => {
      items = []
      return new HttpResponse(null, { status: 204 })
    }),
  )
  openApp('/settings/llm')
  await userEvent.click(await screen.findByRole('button', { name: 'Remove Model a' }))
  await userEvent.click(screen.getByRole('button', { name: 'Remove Model a for good' }))
  expect(await screen.findByText(/Resolvent works without a language model/)).toBeVisible()
})

it('saves the policy, the fallback and the budget, and removes the limit with an empty field', async () => {
  const changes: unknown[] = []
  server.use(
    get('/models/usage', { tokens_today: 60_000, tokens_a_day: 100_000, days: [] }),
    http.patch(server.at('/account/settings'), async ({ request }) => {
      changes.push(await request.json())
      return HttpResponse.json({ name: 'Northwind IT', time_zone: 'UTC', preferences: {} })
    }),
  )
  openApp('/settings/llm')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('radio', { name: /Computers as well/ }))
  await waitFor(() => expect(changes).toEqual([{ preferences: { pseudonyms: 'identities_and_hosts' } }]))
  await user.click(screen.getByRole('checkbox', { name: /The playbook assistant answers/ }))
  await waitFor(() => expect(changes[1]).toEqual({ preferences: { fall_back: false } }))
  expect(screen.getByRole('meter', { name: 'Tokens used today' })).toHaveAttribute('aria-valuenow', '60')
  await user.clear(screen.getByLabelText('Tokens a day'))
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(changes[2]).toEqual({ preferences: { tokens_a_day: null } }))
})

it('asks before a typed limit is lost', async () => {
  const { router } = openApp('/settings/llm')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('Tokens a day'), '5')
  void router.navigate({ to: '/settings/me' })
  await user.click(await screen.findByRole('button', { name: 'Stay' }))
  expect(screen.getByLabelText('Tokens a day')).toHaveValue('5')
  expect(router.state.location.pathname).toBe('/settings/llm')
})

it('shows nothing of it to those who may not see it', async () => {
  server.use(get('/auth/me', { ...ME, role: 'engineer' }))
  openApp('/settings/llm')
  expect(await screen.findByText(/Only an admin of your account/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Add a model' })).toBeNull()
})
