import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import { brief, draft } from '../fixture'
import type { TemplateBrief } from '../queries'

const server = makeServer()

function serveTemplates(answer: (query: URLSearchParams) => TemplateBrief[]) {
  const asked: URLSearchParams[] = []
  server.use(
    http.get(server.at('/scripts/templates'), ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query)
      const items = answer(query)
      return HttpResponse.json({ items, next_cursor: null, total: items.length })
    }),
  )
  return asked
}

beforeEach(() => server.use(get('/auth/me', ME)))

it('says how often a template worked, in words and with the interval', async () => {
  const rate = { applied: 9, success: 7, failed: 1, partial: 1, low: 0.45, high: 0.94 }
  serveTemplates(() => [brief(1, { success: { account: rate, customer: null } }), brief(2)])
  openApp('/scripts')
  const row = (await screen.findByRole('link', { name: 'Template 1' })).closest('tr')
  if (!row) throw new Error('no row')
  await userEvent.hover(within(row).getByText('7 of 9'))
  expect(await screen.findByText(/between 45 % and 94 % with 95 % confidence/)).toBeInTheDocument()
  expect(screen.getByRole('status')).toHaveTextContent('2 templates')
})

it('asks for what the address says, and puts the filters into it', async () => {
  const asked = serveTemplates(() => [brief(1)])
  const { router } = openApp('/scripts?language=bash&source=nonsense')
  await screen.findByRole('link', { name: 'Template 1' })
  expect(asked.at(-1)?.get('language')).toBe('bash')
  expect(asked.at(-1)?.has('source')).toBe(false)
  await userEvent.type(screen.getByLabelText('Search scripts'), 'spooler')
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: 'spooler', language: 'bash' }))
  await userEvent.click(screen.getByRole('button', { name: 'Only tag services' }))
  await waitFor(() => expect(asked.at(-1)?.get('tag')).toBe('services'))
  await userEvent.click(screen.getByRole('button', { name: /Tag: services/ }))
  await waitFor(() => expect(asked.at(-1)?.has('tag')).toBe(false))
})

it('archives, and takes it back', async () => {
  let status: TemplateBrief['status'] = 'published'
  serveTemplates((query) => (query.get('status') === status ? [brief(1)] : []))
  server.use(
    http.delete(server.at('/scripts/templates/:id'), () => {
      status = 'archived'
      return HttpResponse.json({})
    }),
    http.post(server.at('/scripts/templates/:id/restore'), () => {
      status = 'published'
      return HttpResponse.json({})
    }),
  )
  openApp('/scripts')
  await userEvent.click(await screen.findByRole('button', { name: 'Archive Template 1' }))
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Template 1' })).not.toBeInTheDocument())
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await screen.findByRole('link', { name: 'Template 1' })).toBeInTheDocument()
})

it('has a sentence for an empty list, and gives the reason of a refusal', async () => {
  serveTemplates(() => [])
  openApp('/scripts?q=nothing')
  expect(await screen.findByText('No script matches these filters.')).toBeInTheDocument()
  server.use(http.get(server.at('/scripts/templates'), () => problem(503, 'busy', 'Try again in a moment.')))
  await userEvent.click(screen.getByRole('button', { name: 'Archived' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Try again in a moment.')
})

it('lists open drafts', async () => {
  server.use(
    http.get(server.at('/scripts/drafts'), ({ request }) => {
      expect(new URL(request.url).searchParams.get('status')).toBe('open')
      return HttpResponse.json({ items: [draft({ title: 'Half done' })], next_cursor: null })
    }),
  )
  openApp('/scripts?status=draft')
  expect(await screen.findByRole('link', { name: 'Half done' })).toHaveAttribute('href', expect.stringContaining('/scripts/builder/'))
  expect(screen.getByRole('status')).toHaveTextContent('1 draft')
})

it('edits only what is this desk’s own', async () => {
  serveTemplates(() => [brief(1, { source: 'shipped' }), brief(2)])
  openApp('/scripts')
  expect(await screen.findByRole('button', { name: 'Edit Template 2' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Edit Template 1' })).not.toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Duplicate Template 1' })).toBeInTheDocument()
})
