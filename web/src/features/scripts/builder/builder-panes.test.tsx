import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME } from '@/testing/server'
import { draft, watched } from '../fixture'
import type { DraftTemplate } from './edit'

const server = makeServer()
let saved: DraftTemplate
let patches: object[]

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
      saved = { ...saved, ...body, version: saved.version + 1 }
      return HttpResponse.json(saved)
    }),
  )
})

const open = async () => {
  const app = openApp(`/scripts/builder/${saved.id}`)
  await screen.findByRole('heading', { name: saved.title, level: 1 })
  return { ...app, user: userEvent.setup() }
}
/** In the message that says so. */
async function act(said: string, name: string) {
  const message = (await screen.findByText(said)).closest('li')
  if (!message) throw new Error('no message')
  fireEvent.click(within(message).getByRole('button', { name }))
}

it('limits a parameter: numbers are typed freely and taken when they are numbers', async () => {
  saved = draft({ parameters_schema: { type: 'object', properties: { service: { type: 'string' }, wait: { type: 'number' } }, required: [] } })
  const { user } = await open()
  const list = within(screen.getByRole('region', { name: 'Parameters' }))
  await user.click(list.getByRole('button', { name: /^Service/ }))
  await user.type(list.getByLabelText('Shortest, in characters'), '2')
  await user.type(list.getByLabelText('Longest, in characters'), '1x')
  expect(list.getByLabelText('Longest, in characters')).toHaveAccessibleDescription('A whole number from 0.')
  await user.type(list.getByLabelText('Pattern'), '^Spool')
  await user.click(list.getByRole('button', { name: /^Wait/ }))
  await user.type(list.getByLabelText('Smallest'), '-1.5')
  await user.type(list.getByLabelText('Largest'), '0.5')
  await user.keyboard('{Control>}s{/Control}')
  expect(await screen.findByText('Saved')).toBeInTheDocument()
  expect(saved.parameters_schema).toMatchObject({
    properties: { service: { minLength: 2, maxLength: 1, pattern: '^Spool' }, wait: { minimum: -1.5, maximum: 0.5 } },
  })
})

it('shows the script as it follows what is typed into the form', async () => {
  const { user } = await open()
  await user.click(within(screen.getByRole('region', { name: 'Review' })).getByRole('button', { name: 'Preview' }))
  const preview = await screen.findByRole('textbox', { name: 'Preview of the script' })
  expect(preview).toHaveTextContent('Restart-Service -Name {{ service }}')
  await user.type(within(screen.getByRole('form', { name: 'Preview of the form' })).getByLabelText('Service *'), 'Spooler')
  await waitFor(() => expect(preview).toHaveTextContent('Restart-Service -Name Spooler'))
  expect(patches).toEqual([])
})

it('opens with what ran where the session asks to refine it', async () => {
  saved = draft({ original_script: "Restart-Service -Name 'Spooler'" })
  openApp(`/scripts/builder/${saved.id}?view=ran`)
  expect(await screen.findByRole('textbox', { name: 'What ran, and what the draft makes of it' })).toBeInTheDocument()
})

it('brings a discarded draft back as a new one of the same origin, with what was typed', async () => {
  saved = draft({ session_id: 's1', fix_id: 'f1' })
  const wishes: unknown[] = []
  server.use(
    http.post(server.at('/scripts/drafts/:id/discard'), () => HttpResponse.json({ ...saved, status: 'discarded' })),
    http.get(server.at('/scripts/templates'), () => HttpResponse.json({ items: [], next_cursor: null, total: 0 })),
    http.post(server.at('/scripts/drafts'), async ({ request }) => {
      wishes.push(await request.json())
      saved = draft({ id: '01a20e53-0000-7000-8000-000000000602' })
      return HttpResponse.json(saved, { status: 201 })
    }),
  )
  const { router, user } = await open()
  await user.type(screen.getByLabelText('Description'), 'Typed')
  await user.click(screen.getByRole('button', { name: 'Discard' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Discard' }))
  await act('Draft discarded', 'Undo')
  await screen.findByText('The draft is back')
  expect(wishes).toEqual([{ session_id: 's1', fix_id: 'f1' }])
  expect(patches).toEqual([{ version: 1, description: 'Typed' }])
  await act('The draft is back', 'Open')
  await waitFor(() => expect(router.state.location.pathname).toBe(`/scripts/builder/${saved.id}`))
})
