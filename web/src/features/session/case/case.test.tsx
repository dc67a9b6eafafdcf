import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { makeServer, problem } from '@/testing/server'
import { ID, makeWhole, SessionServer } from '../fixture'

const server = makeServer()

async function openDialog() {
  new SessionServer(server, makeWhole())
  openApp(`/pilot/${ID}`)
  fireEvent.click(await screen.findByRole('button', { name: 'More for this session' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Make this session a case' }))
  return within(await screen.findByRole('dialog', { name: 'This session as a case' }))
}

it('shows the case with what to look at, and where it belongs', async () => {
  server.use(
    http.post(server.at(`/ai-sessions/${ID}/case`), () =>
      HttpResponse.json({ name: 'no-print', yaml: 'kind: clean\n', look_at: ['Read every line.'] }),
    ),
  )
  const dialog = await openDialog()
  expect(await dialog.findByText('kind: clean')).toBeVisible()
  expect(dialog.getByText('Read every line.')).toBeVisible()
  expect(dialog.getByText('no-print/case.yaml')).toBeVisible()
  expect(dialog.getByRole('button', { name: 'Download case.yaml' })).toBeVisible()
  fireEvent.click(dialog.getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

it('says why a session is no case', async () => {
  server.use(http.post(server.at(`/ai-sessions/${ID}/case`), () => problem(409, 'no_case', 'Nobody wrote anything.')))
  const dialog = await openDialog()
  expect(await dialog.findByText('Nobody wrote anything.')).toBeVisible()
})
