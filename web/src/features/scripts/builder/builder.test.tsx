import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import { draft, template, watched } from '../fixture'
import { draftKey } from './calls'
import type { DraftTemplate } from './edit'

const server = makeServer()
let saved: DraftTemplate
let patches: Record<string, unknown>[]

beforeEach(() => {
  saved = draft()
  patches = []
  server.use(
    get('/auth/me', ME),
    ...watched(server),
    http.get(server.at('/scripts/drafts/:id'), () => HttpResponse.json(saved)),
    http.patch(server.at('/scripts/drafts/:id'), async ({ request }) => {
      const body = (await request.json()) as Partial<DraftTemplate>
      patches.push(body)
      if (body.version !== saved.version) {
        const refusal = problem(412, 'row_changed', 'Someone saved meanwhile.')
        return HttpResponse.json({ ...((await refusal.json()) as object), current: saved }, { status: 412 })
      }
      saved = { ...saved, ...body, version: saved.version + 1 }
      return HttpResponse.json(saved)
    }),
  )
})

const open = async () => {
  const app = openApp(`/scripts/builder/${saved.id}`)
  await screen.findByRole('heading', { name: saved.title, level: 1 })
  return { ...app, title: within(screen.getByRole('region', { name: 'About the template' })).getByLabelText('Title'), user: userEvent.setup() }
}
/** In the message that says so: those of earlier tests may still be there. */
async function undo(said: string) {
  const message = (await screen.findByText(said)).closest('li')
  if (!message) throw new Error('no message')
  fireEvent.click(within(message).getByRole('button', { name: 'Undo' }))
}
const saveAndSee = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.keyboard('{Control>}s{/Control}')
  expect(await screen.findByText('Saved')).toBeInTheDocument()
}
const copies = () => Object.keys(window.localStorage).filter((key) => key.includes('draft-template'))

it('keeps what is typed at once, and saves it two seconds later with only what changed', async () => {
  const { title, user } = await open()
  await user.type(title, ' again')
  expect(screen.getByText('Kept here, saves in a moment')).toBeInTheDocument()
  expect(copies()).toHaveLength(1)
  expect(await screen.findByText('Saved')).toBeInTheDocument()
  expect(patches).toEqual([{ version: 1, title: 'Restart a service again' }])
  expect(copies()).toEqual([])
})

it('is saved when the server hands the same schema back in another order, or other words than were sent', async () => {
  server.use(
    http.patch(server.at('/scripts/drafts/:id'), async ({ request }) => {
      const body = (await request.json()) as Partial<DraftTemplate>
      patches.push(body)
      const schema = { required: ['service'], type: 'object', properties: { service: { 'x-order': 1, title: 'Sort', type: 'string' } } }
      saved = { ...saved, ...body, parameters_schema: schema, description: '********', version: saved.version + 1 }
      return HttpResponse.json(saved)
    }),
  )
  const { user } = await open()
  await user.click(screen.getByRole('button', { name: /^Service/ }))
  const title = within(screen.getByRole('region', { name: 'Parameters' })).getByLabelText('Title')
  await user.clear(title)
  await user.type(title, 'Sort')
  const about = within(screen.getByRole('region', { name: 'About the template' })).getByLabelText('Description')
  await user.type(about, 'hunter2{Control>}s{/Control}')
  expect(await screen.findByText('Saved')).toBeInTheDocument()
  expect(patches).toHaveLength(1)
  expect(about).toHaveValue('********')
})

it('saves at once with Ctrl+S, also outside of the editor', async () => {
  const { title, user } = await open()
  await user.type(title, '!{Control>}s{/Control}')
  await waitFor(() => expect(patches).toEqual([{ version: 1, title: 'Restart a service!' }]))
})

it('keeps the last title until there is a new one', async () => {
  const { title, user } = await open()
  await user.clear(title)
  expect(screen.getByText(/It needs a title/)).toBeInTheDocument()
  await saveAndSee(user)
  expect(patches).toEqual([])
})

it('shows both texts when someone else saved, and keeps mine where both changed', async () => {
  const { title, user } = await open()
  saved = { ...saved, title: 'Theirs', description: 'Theirs alone', updated_by: 'Mo Reyes', version: 2 }
  await user.clear(title)
  await user.type(title, 'Mine{Control>}s{/Control}')
  const conflict = await screen.findByRole('region', { name: 'Conflict' })
  expect(conflict).toHaveTextContent('Mo Reyes saved this draft meanwhile')
  await user.click(within(conflict).getByRole('button', { name: /Keep mine/ }))
  expect(await screen.findByText('Saved')).toBeInTheDocument()
  expect(patches.at(-1)).toEqual({ version: 2, title: 'Mine' })
  expect(screen.getByLabelText('Description')).toHaveValue('Theirs alone')
})

it('shows both texts too when theirs came while a save ran that failed', async () => {
  const { title, user, client } = await open()
  server.use(
    http.patch(server.at('/scripts/drafts/:id'), () => {
      client.setQueryData(draftKey(saved.id), { ...saved, title: 'Theirs', updated_by: 'Mo Reyes', version: 2 })
      return HttpResponse.json(null, { status: 503 })
    }),
  )
  await user.type(title, '?{Control>}s{/Control}')
  expect(await screen.findByRole('region', { name: 'Conflict' })).toHaveTextContent('Mo Reyes saved this draft meanwhile')
  expect(title).toHaveValue('Restart a service?')
})

it('asks again for theirs when a save that failed had cut the asking off', async () => {
  const { title, user, client } = await open()
  let asked = 0
  server.use(
    http.get(server.at('/scripts/drafts/:id'), async () => {
      asked += 1
      if (asked === 1) await delay('infinite')
      return HttpResponse.json(saved)
    }),
    http.patch(server.at('/scripts/drafts/:id'), () => HttpResponse.error()),
  )
  saved = { ...saved, title: 'Theirs', updated_by: 'Mo Reyes', version: 2 }
  void client.invalidateQueries({ queryKey: draftKey(saved.id) })
  await waitFor(() => expect(asked).toBe(1))
  await user.type(title, '?{Control>}s{/Control}')
  expect(await screen.findByRole('region', { name: 'Conflict' })).toHaveTextContent('Mo Reyes saved this draft meanwhile')
  expect(title).toHaveValue('Restart a service?')
})

it('takes theirs when asked to', async () => {
  const { title, user } = await open()
  saved = { ...saved, title: 'Theirs', version: 2 }
  await user.type(title, '?{Control>}s{/Control}')
  await user.click(await screen.findByRole('button', { name: /Take theirs/ }))
  expect(title).toHaveValue('Theirs')
  expect(await screen.findByText('Saved')).toBeInTheDocument()
  expect(copies()).toEqual([])
})

it('asks after a reload too, when someone saved since this browser kept its copy', async () => {
  const base = { title: 'Restart a service' }
  const copy = { version: 1, base, edit: { title: 'Typed before the reload' } }
  window.localStorage.setItem(`resolvent.draft-template.${saved.id}`, JSON.stringify(copy))
  saved = { ...saved, description: 'Theirs', version: 2 }
  openApp(`/scripts/builder/${saved.id}`)
  expect(await screen.findByRole('region', { name: 'Conflict' })).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: /Keep mine/ }))
  await waitFor(() => expect(patches.at(-1)).toMatchObject({ version: 2, title: 'Typed before the reload' }))
})

it('says why it was not saved, and saves again', async () => {
  const { title, user } = await open()
  server.use(http.patch(server.at('/scripts/drafts/:id'), () => problem(422, 'invalid', 'Too long.'), { once: true }))
  await user.type(title, '!{Control>}s{/Control}')
  expect(await screen.findByText(/Too long/)).toBeInTheDocument()
  expect(copies()).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: 'Save again' }))
  expect(await screen.findByText('Saved')).toBeInTheDocument()
})

it('edits parameters: rename follows in the script, a removed one comes back, what is sensitive loses its default', async () => {
  const { user } = await open()
  const list = screen.getByRole('region', { name: 'Parameters' })
  await user.click(within(list).getByRole('button', { name: /^Service/ }))
  const name = within(list).getByLabelText('Name in the script')
  await user.clear(name)
  await user.type(name, 'service_name{Enter}')
  await user.type(within(list).getByLabelText('Default'), 'Spooler')
  await user.click(within(list).getByLabelText(/^Sensitive/))
  expect(within(list).queryByLabelText('Default')).not.toBeInTheDocument()
  await user.click(within(list).getByRole('button', { name: 'Remove Service' }))
  expect(screen.getByRole('list', { name: 'Problems' })).toHaveTextContent('{{ service_name }} is not declared')
  await undo('“Service” is removed')
  await saveAndSee(user)
  expect(saved.body).toBe('Restart-Service -Name {{ service_name }}\n')
  const property = { type: 'string', title: 'Service', 'x-sensitive': true, 'x-order': 1 }
  expect(saved.parameters_schema).toEqual({ type: 'object', properties: { service_name: property }, required: ['service_name'] })
})

it('names unknown placeholders and unused parameters, and declares with one click', async () => {
  saved = draft({ body: 'Get-Date {{ when }}\n' })
  const { user } = await open()
  const problems = screen.getByRole('list', { name: 'Problems' })
  expect(problems).toHaveTextContent('{{ when }} is not declared as a parameter.')
  expect(problems).toHaveTextContent('The parameter service is not used in the script.')
  await user.click(within(problems).getByRole('button', { name: 'Make when a parameter' }))
  expect(problems).not.toHaveTextContent('not declared')
  await user.click(within(problems).getByRole('button', { name: /^Show: The parameter service/ }))
  await waitFor(() => expect(document.activeElement).toHaveTextContent('service'))
  await saveAndSee(user)
})

it('extracts parameters from a script that has none, tells its notes, and takes them back', async () => {
  saved = draft({ body: "Restart-Service 'Spooler'\n", parameters_schema: { type: 'object', properties: {} } })
  server.use(
    http.post(server.at('/scripts/extract'), () =>
      HttpResponse.json({
        templated_body: "Restart-Service '{{ service }}'\n",
        parameters_schema: draft().parameters_schema,
        values: { service: 'Spooler' },
        engine: 'embedded',
        notes: ['The service is named once.'],
      }),
    ),
  )
  const { user } = await open()
  await user.click(screen.getByRole('button', { name: 'Extract parameters' }))
  expect(await screen.findByText('1 parameter found')).toBeInTheDocument()
  expect(screen.getByText('The service is named once.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Remove Service' })).toBeInTheDocument()
  await undo('1 parameter found')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove Service' })).not.toBeInTheDocument())
})

it('publishes only with a note, saves first, and opens the template', async () => {
  server.use(
    http.post(server.at('/scripts/drafts/:id/publish'), async ({ request }) => {
      expect(await request.json()).toEqual({ change_note: 'First version', version: 2 })
      return HttpResponse.json(template())
    }),
    get(`/scripts/templates/${template().id}`, template()),
    get(`/scripts/templates/${template().id}/versions`, { items: [] }),
  )
  const { title, router, user } = await open()
  await user.type(title, '!')
  await user.click(screen.getByRole('button', { name: 'Publish' }))
  const dialog = await screen.findByRole('dialog')
  const note = within(dialog).getByLabelText('What is new')
  await user.clear(note)
  expect(within(dialog).getByRole('button', { name: 'Publish' })).toHaveAttribute('aria-disabled', 'true')
  await user.type(note, 'First version{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe(`/scripts/${template().id}`))
})

it('names what has to be mended before it can be published', async () => {
  saved = draft({ problems: [{ field: 'body', message: 'Line 1: this can’t be read as PowerShell.', code: 'syntax' }] })
  const { user } = await open()
  await user.click(screen.getByRole('button', { name: 'Publish' }))
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByRole('alert')).toHaveTextContent('this can’t be read as PowerShell')
  expect(within(dialog).getByRole('button', { name: 'Publish' })).toHaveAttribute('aria-disabled', 'true')
})

it('makes nothing on the server before the builder is opened, and a draft of a fix at once', async () => {
  const wishes: unknown[] = []
  server.use(
    http.post(server.at('/scripts/extract'), () => problem(503, 'busy', 'Later.')),
    http.post(server.at('/scripts/drafts'), async ({ request }) => {
      wishes.push(await request.json())
      return HttpResponse.json(saved, { status: 201 })
    }),
  )
  const { router } = openApp('/scripts/builder')
  await userEvent.type(await screen.findByLabelText('Script'), 'Get-Date')
  expect(wishes).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Open in the builder' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/scripts/builder/${saved.id}`))
  expect(wishes).toEqual([{ language: 'powershell', body: 'Get-Date' }])
  await router.navigate({ to: '/scripts/builder', search: { from_session: 's1', fix: 'f1' } })
  await waitFor(() => expect(wishes).toHaveLength(2))
  expect(wishes[1]).toEqual({ session_id: 's1', fix_id: 'f1' })
})

it('shows what was typed and came too late', async () => {
  const copy = { version: 1, base: {}, edit: { body: 'Get-Date # mine\n' } }
  window.localStorage.setItem(`resolvent.draft-template.${saved.id}`, JSON.stringify(copy))
  saved = { ...saved, status: 'discarded' }
  openApp(`/scripts/builder/${saved.id}`)
  const left = await screen.findByRole('region', { name: 'Not saved' })
  expect(left).toHaveTextContent('Get-Date # mine')
  await userEvent.click(within(left).getByRole('button', { name: /don’t need it/ }))
  expect(copies()).toEqual([])
})
