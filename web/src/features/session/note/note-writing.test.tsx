import { EditorView } from '@codemirror/view'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { problem } from '@/testing/server'
import { fact, fix, ID, preview, writeback } from '../fixture'
import { confirmButton, desk, editor, open, write } from './note-desk'

it('never replaces an edit: new facts are offered, and the post waits for the choice', async () => {
  desk.takeDrafts()
  await open()
  desk.answerPosts(desk.resolved)
  await write('My own words')
  await waitFor(() => expect(desk.saves).toEqual([{ markdown: 'My own words', based_on_state_version: 5 }]))

  desk.written = preview({ state_version: 6, markdown: 'Another text' })
  desk.session.change({ state_version: 6, drafts: [] })
  desk.session.emit('state', { state_version: 6, changed: ['facts'] }, 2)
  expect(await screen.findByText('New facts since your edit.')).toBeVisible()
  expect(await editor()).toHaveTextContent('My own words')
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
  fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
  fireEvent.click(confirmButton())
  await waitFor(() => expect(desk.posted[0]?.body).toMatchObject({ markdown: 'My own words', state_version: 6 }))
})

it('offers nothing new for a note that is on the ticket', async () => {
  desk.takeDrafts()
  desk.session.change({ writebacks: [writeback({ step: 'OVERRIDDEN', actual_status: 'On hold', error: { code: 'psa_status_unverified', detail: 'A rule.' } })] })
  await open()
  await write('My own words')
  await waitFor(() => expect(desk.saves).toHaveLength(1))
  desk.written = preview({ state_version: 6, markdown: 'Another text\n\nMy own words' })
  desk.session.change({ state_version: 6, drafts: [] })
  desk.session.emit('state', { state_version: 6, changed: ['facts'] }, 2)
  const changes = await screen.findByRole('button', { name: /^Changes/ })
  fireEvent.click(changes)
  expect(await screen.findByText('Another text')).toBeVisible()
  expect(screen.queryByText('New facts since your edit.')).toBeNull()
})

it('has headings of one size before and after an edit', async () => {
  desk.takeDrafts()
  await open()
  const title = () => screen.getByRole('heading', { name: 'Problem' })
  const size = () => [...title().classList].filter((name) => /^(text|font)-/.test(name))
  const written = size()
  expect(written).not.toEqual([])
  await write('## Problem\n\nMy own words')
  fireEvent.click(screen.getByRole('button', { name: 'Preview' }))
  expect(await screen.findByText('My own words')).toBeVisible()
  expect(size()).toEqual(written)
})

it('says that a model did not write it and why, and writes it again', async () => {
  const asked: unknown[] = []
  desk.written = preview({ notice: 'Claude is overloaded. The note was put together without a language model.' })
  await open()
  expect(screen.getByText(/^Claude is overloaded/)).toBeVisible()
  expect(screen.getByText('Put together without a language model.')).toBeVisible()
  desk.server.use(
    http.post(desk.at('/resolution-note/preview'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json(preview({ engine: 'claude-1-0123456789ab-identities-composer-2' }))
    }),
  )
  fireEvent.click(screen.getByRole('button', { name: 'Write again' }))
  expect(await screen.findByText('Written by claude-1.')).toBeVisible()
  expect(asked).toEqual([{ refresh: true }])
  expect(screen.queryByText(/^Claude is overloaded/)).toBeNull()
})

it('takes one tick for all, and says which sentence is marked where it stands', async () => {
  const findings = [
    { id: 'f-1', code: 'unbacked', sentence: 'We replaced the router.', reason: 'No fact says so.' },
    { id: 'f-2', code: 'missing_outcome', sentence: '', reason: 'The outcome is missing.' },
  ]
  desk.takeDrafts(findings)
  await open()
  await write('We replaced the router. It rains.')
  const points = await screen.findByRole('region', { name: 'To check before posting' })
  expect(points).toHaveTextContent('2 points to check before posting')
  const box = await editor()
  await waitFor(() => expect(box.querySelector('.cm-gap')).toHaveTextContent('We replaced the router.'))
  fireEvent.keyDown(box, { key: 'F8', keyCode: 119 })
  const view = EditorView.findFromDOM(box)
  expect(view?.state.selection.main).toMatchObject({ from: 0, to: 23 })
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
  fireEvent.click(screen.getByRole('checkbox', { name: 'I stand by all 2' }))
  expect(confirmButton()).not.toHaveAttribute('aria-disabled')
  fireEvent.click(screen.getByRole('checkbox', { name: 'I stand by this: The outcome is missing.' }))
  expect(confirmButton()).toHaveAttribute('aria-disabled', 'true')
})

it('goes from claim to claim by arrows, and by Enter to the fact in the lane and back', async () => {
  desk.session.change({ facts: [fact(), fact({ id: 'fact-2', text: 'The queue is stuck' })] })
  desk.written = preview({
    sections: [
      {
        title: 'Problem',
        claims: [
          { text: 'Users at Site B cannot print.', evidence: ['F1'] },
          { text: 'The queue is stuck.', evidence: ['F2', 'T'] },
        ],
      },
    ],
    evidence: [
      { label: 'T', text: 'Printing fails' },
      { label: 'F1', text: 'Only Site B is affected' },
      { label: 'F2', text: 'The queue is stuck' },
    ],
  })
  await open()
  const chip = (name: string) => screen.getByRole('button', { name })
  const first = chip('Evidence Fact F1: Only Site B is affected')
  expect(screen.getAllByRole('button', { name: /^Evidence / }).filter((one) => one.tabIndex === 0)).toEqual([first])
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowDown' })
  const second = chip('Evidence Fact F2: The queue is stuck')
  expect(second).toHaveFocus()
  fireEvent.keyDown(second, { key: 'ArrowRight' })
  expect(chip('Evidence Ticket: Printing fails')).toHaveFocus()
  second.focus()
  fireEvent.keyDown(second, { key: 'Enter' })
  expect(document.activeElement).toHaveAttribute('id', 'F2')
  fireEvent.keyDown(document.activeElement as Element, { key: 'Enter' })
  expect(second).toHaveFocus()
  fireEvent.click(first)
  expect(document.querySelector('[data-evidence]')).toHaveTextContent('Only Site B is affected')
})

it('asks once after the last change, and shows the old text until the new one is there', async () => {
  let asked = 0
  desk.server.use(
    http.post(desk.at('/resolution-note/preview'), () => {
      asked += 1
      return HttpResponse.json(desk.written)
    }),
  )
  await open()
  expect(asked).toBe(1)
  desk.written = preview({ state_version: 8, sections: [{ title: 'Problem', claims: [{ text: 'All is new.', evidence: [] }] }] })
  for (const version of [6, 7, 8]) desk.moveTo(version)
  await waitFor(() => expect(confirmButton()).toHaveAttribute('aria-disabled', 'true'))
  expect(screen.getByText('Users at Site B cannot print.')).toBeVisible()
  expect(await screen.findByText('All is new.')).toBeVisible()
  expect(asked).toBe(2)
})

it('gives up a request for an older state', async () => {
  await open()
  let given = false
  let asked = 0
  desk.server.use(
    http.post(desk.at('/resolution-note/preview'), async ({ request }) => {
      asked += 1
      if (asked === 1) {
        await new Promise((done) => request.signal.addEventListener('abort', done))
        given = true
      }
      return HttpResponse.json(preview({ state_version: 7, sections: [{ title: 'Problem', claims: [{ text: 'Newest.', evidence: [] }] }] }))
    }),
  )
  desk.moveTo(6)
  await waitFor(() => expect(asked).toBe(1))
  desk.moveTo(7)
  expect(await screen.findByText('Newest.')).toBeVisible()
  await waitFor(() => expect(given).toBe(true))
})

it('does not show an answer for an older state that comes late', async () => {
  await open()
  let answerOld: (response: Response) => void = () => undefined
  desk.server.use(
    http.post(desk.at('/resolution-note/preview'), async ({ request }) => {
      const { refresh } = (await request.json()) as { refresh: boolean }
      if (refresh) return new Promise<Response>((resolve) => (answerOld = resolve))
      return HttpResponse.json(preview({ state_version: 6, sections: [{ title: 'Problem', claims: [{ text: 'Newest.', evidence: [] }] }] }))
    }),
  )
  fireEvent.click(screen.getByRole('button', { name: /^Refresh/ }))
  expect(await screen.findByText('Refreshing')).toBeVisible()
  desk.moveTo(6)
  expect(await screen.findByText('Newest.')).toBeVisible()
  answerOld(HttpResponse.json(preview({ sections: [{ title: 'Problem', claims: [{ text: 'Too late.', evidence: [] }] }] })))
  await waitFor(() => expect(screen.queryByText('Refreshing')).toBeNull())
  expect(screen.getByText('Newest.')).toBeVisible()
  expect(screen.queryByText('Too late.')).toBeNull()
})

it('keeps the old text when the new one can’t be written, and tries again', async () => {
  await open()
  desk.server.use(http.post(desk.at('/resolution-note/preview'), () => problem(503, 'unavailable', 'The database is away.')))
  desk.moveTo(6)
  expect(await screen.findByText('The database is away.')).toBeVisible()
  expect(screen.getByText('Users at Site B cannot print.')).toBeVisible()
  expect(screen.getByText(/^Out of date, (\d+ s ago|just now)$/)).toBeVisible()
  desk.server.use(http.post(desk.at('/resolution-note/preview'), () => HttpResponse.json(preview({ state_version: 6 }))))
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await waitFor(() => expect(screen.queryByText('The database is away.')).toBeNull())
  expect(screen.getByText(/^Fresh, (\d+ s ago|just now)$/)).toBeVisible()
})

it('is written ahead after a success, and not asked for again when it is opened', async () => {
  let asked = 0
  const proposed = fix()
  desk.session.change({ fixes: [proposed], active_fix: proposed })
  desk.server.use(
    http.post(desk.at('/resolution-note/preview'), () => {
      asked += 1
      return HttpResponse.json(preview({ state_version: 6 }))
    }),
    http.patch(desk.at('/suggested-fixes/fix-1/outcome'), () => {
      const worked = fix({ status: 'applied_success' })
      desk.session.change({ fixes: [worked], active_fix: worked, state_version: 6 })
      return HttpResponse.json({ fix: worked, state_version: 6 })
    }),
  )
  openApp(`/pilot/${ID}`)
  const success = await screen.findByRole('button', { name: 'Success' })
  expect(asked).toBe(0)
  fireEvent.click(success)
  await waitFor(() => expect(asked).toBe(1))
  const resolve = screen.getByRole('button', { name: 'Resolve' })
  await waitFor(() => expect(resolve).toHaveFocus())
  fireEvent.click(resolve)
  expect(await screen.findByText('Users at Site B cannot print.')).toBeVisible()
  expect(asked).toBe(1)
})
