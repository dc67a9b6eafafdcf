import { EditorView } from '@codemirror/view'
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { ME } from '@/testing/answers'
import { makeServer } from '@/testing/server'
import { fact, ID, makeWhole, preview, SessionServer } from '../fixture'
import type { Present, Sight } from './sight'

const server = makeServer()
const ana = { id: 'ana', name: 'Ana Ruiz', initials: 'AR' }
const sight = (doing: Present['doing'], leases: Sight['leases'] = []): Sight => ({
  people: [
    { ...ana, doing, tabs: 2 },
    { id: ME.user_id, name: ME.name, initials: 'DK', doing: 'viewing', tabs: 1 },
  ],
  leases,
})
const lease = (holder: Sight['leases'][number]['holder'], revision = 1) => ({ part: 'resolution' as const, holder, asked_by: null, revision })

async function open(values: Parameters<typeof makeWhole>[0] = {}, path = `/pilot/${ID}`) {
  const session = new SessionServer(server, makeWhole(values))
  server.use(http.post(server.at(`/ai-sessions/${ID}/resolution-note/preview`), () => HttpResponse.json(preview())))
  openApp(path)
  await screen.findByRole('heading', { level: 1, name: 'Printing fails at Site B' })
  await waitFor(() => expect(session.isFollowed).toBe(true))
  return session
}

it('shows who else is here and what they do, and nobody when I am alone', async () => {
  const session = await open()
  session.emit('presence', { people: [sight('viewing').people[1]], leases: [] })
  expect(screen.queryByRole('button', { name: /Also here/ })).toBeNull()
  session.emit('presence', sight('typing'))
  expect(await screen.findByRole('button', { name: 'Also here: Ana Ruiz: typing' })).toBeVisible()
  expect(screen.getByText('Ana Ruiz is typing')).toBeVisible()
  session.emit('presence', sight('editing_note'))
  expect(await screen.findByRole('button', { name: 'Also here: Ana Ruiz: editing the note' })).toBeVisible()
  expect(screen.queryByText('Ana Ruiz is typing')).toBeNull()
})

it('tells that I type once another person can see it, and never again for the same', async () => {
  const told: unknown[] = []
  const session = await open()
  server.use(
    http.put(server.at(`/ai-sessions/${ID}/presence`), async ({ request }) => {
      told.push(((await request.json()) as { doing: string }).doing)
      return new HttpResponse(null, { status: 204 })
    }),
  )
  const field = screen.getByLabelText('Message')
  fireEvent.input(field, { target: { value: 'T' } })
  expect(told).toEqual([])
  session.emit('presence', sight('viewing'))
  fireEvent.input(field, { target: { value: 'Th' } })
  await waitFor(() => expect(told).toEqual(['typing']))
})

it('keeps what I type in a fact when another person changes it, and shows both versions', async () => {
  const patches: unknown[] = []
  const mine = fact({ id: 'f1', text: 'Only Site B', version: 1, status: 'confirmed' })
  const session = await open({ facts: [mine] })
  server.use(
    http.patch(server.at(`/ai-sessions/${ID}/facts/f1`), async ({ request }) => {
      patches.push(await request.json())
      return HttpResponse.json({ fact: { ...mine, text: 'Sites B and C', version: 3 }, state_version: 7 })
    }),
  )
  fireEvent.click(screen.getByRole('button', { name: 'Only Site B' }))
  const field = screen.getByRole('textbox', { name: 'Fact' })
  fireEvent.change(field, { target: { value: 'Sites B and C' } })
  session.change({ state_version: 6, facts: [{ ...mine, text: 'Only Site D', version: 2 }] })
  session.emit('state', { state_version: 6, changed: ['facts'], by: { id: 'ana', name: 'Ana Ruiz' } }, 2)
  expect(await screen.findByText('Ana Ruiz changed this meanwhile.')).toBeVisible()
  expect(screen.getByText('Only Site D')).toBeVisible()
  expect(field).toHaveValue('Sites B and C')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(patches).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
  await waitFor(() => expect(patches).toEqual([{ text: 'Sites B and C', version: 2 }]))
})

it('keeps the field of a fact that another person removed, and adds it anew', async () => {
  const added: unknown[] = []
  const mine = fact({ id: 'f1', text: 'Only Site B', status: 'confirmed' })
  const session = await open({ facts: [mine] })
  server.use(
    http.post(server.at(`/ai-sessions/${ID}/facts`), async ({ request }) => {
      added.push(((await request.json()) as { text: string }).text)
      return HttpResponse.json({ fact: { ...mine, id: 'f2', text: 'Only Site B today' }, state_version: 7 }, { status: 201 })
    }),
  )
  fireEvent.click(screen.getByRole('button', { name: 'Only Site B' }))
  fireEvent.change(screen.getByRole('textbox', { name: 'Fact' }), { target: { value: 'Only Site B today' } })
  session.change({ state_version: 6, facts: [] })
  session.emit('state', { state_version: 6, changed: ['facts'], by: { id: 'ana', name: 'Ana Ruiz' } }, 2)
  expect(await screen.findByText(/removed this meanwhile/)).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Fact' })).toHaveValue('Only Site B today')
  fireEvent.click(screen.getByRole('button', { name: 'Add mine as new' }))
  await waitFor(() => expect(added).toEqual(['Only Site B today']))
})

it('makes the note read-only while another person edits it, keeps my text when they take it, and takes it back', async () => {
  const taken: unknown[] = []
  const session = await open({}, `/pilot/${ID}?preview=resolve`)
  server.use(
    http.post(server.at(`/ai-sessions/${ID}/note-leases/resolution/take-over`), async ({ request }) => {
      taken.push(await request.json())
      return HttpResponse.json({ ...lease({ id: ME.user_id, name: ME.name, initials: 'DK' }), until: new Date().toISOString(), may_take_at: null })
    }),
  )
  fireEvent.click(await screen.findByRole('button', { name: 'Edit' }))
  const text = await screen.findByLabelText('Text of the note, Markdown')
  const view = EditorView.findFromDOM(text)
  act(() => view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: 'My own words.' } }))
  act(() => session.emit('presence', sight('editing_note', [lease(ana)])))
  expect(await screen.findByText('Ana Ruiz is editing this note')).toBeVisible()
  expect(await screen.findByText('They took it over. The text you had is kept here.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy mine' })).toBeVisible()
  expect(screen.getByLabelText('Text of the note, Markdown')).toHaveAttribute('aria-readonly', 'true')
  fireEvent.click(screen.getByRole('button', { name: 'Take over' }))
  await waitFor(() => expect(screen.queryByText('Ana Ruiz is editing this note')).toBeNull())
  expect(taken).toEqual([{ holder_id: 'ana' }])
  fireEvent.click(screen.getByRole('button', { name: 'Use mine' }))
  expect(screen.getByLabelText('Text of the note, Markdown')).toHaveTextContent('My own words.')
})
