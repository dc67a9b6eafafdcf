import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { openApp } from '@/testing/render'
import { get, makeServer, ME, problem } from '@/testing/server'
import { template } from '../fixture'

const server = makeServer()
const HIGH: Schemas['SafetyFindingOut'] = {
  rule: 'deletes-recursively',
  severity: 'high',
  line: 1,
  excerpt: 'Remove-Item',
  message: 'Everything under the folder is deleted.',
  explained: 'Only the queue’s own folder.',
}

function open(over = {}) {
  const shown = template(over)
  server.use(
    get(`/scripts/templates/${shown.id}`, shown),
    get(`/scripts/templates/${shown.id}/versions`, {
      items: [1, 2].map((version) => ({
        ...shown,
        version,
        author: 'Dana Kim',
        change_note: `Note ${version}`,
        success: shown.success.account,
        created_at: '2026-11-24T10:00:00Z',
      })),
    }),
  )
  return openApp(`/scripts/${shown.id}`)
}

beforeEach(() => server.use(get('/auth/me', ME)))

it('tells what the author meant, and every version with its note', async () => {
  open({ findings: [HIGH], provenance: { session_id: '01a20e53-0000-7000-8000-000000000701' } })
  const review = await screen.findByRole('region', { name: 'Safety review' })
  expect(review).toHaveTextContent('Meant so: Only the queue’s own folder.')
  const versions = screen.getByRole('region', { name: 'Versions' })
  expect(await within(versions).findByText('Note 2')).toBeInTheDocument()
  expect(within(versions).getByText('Compare versions')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: /From the session/ })).toHaveAttribute('href', expect.stringContaining('/pilot/'))
})

it('offers no editing of what is shipped, and no generating of what is archived', async () => {
  open({ source: 'shipped', status: 'archived' })
  expect(await screen.findByRole('link', { name: /Duplicate/ })).toBeInTheDocument()
  expect(screen.queryByRole('link', { name: /Edit/ })).not.toBeInTheDocument()
  expect(screen.getByText('It is archived. Bring it back to use it.')).toBeInTheDocument()
})

it('generates outside a session; high findings are ticked, and told to the server, before a copy', async () => {
  const user = userEvent.setup()
  const told: unknown[] = []
  server.use(
    http.post(server.at('/scripts/generate'), async ({ request }) => {
      expect(await request.json()).toEqual({ template_id: template().id, parameters: { service: 'Spooler' } })
      return HttpResponse.json({
        generation_id: '01a20e53-0000-7000-8000-000000000801',
        script: 'Restart-Service -Name Spooler -Key hunter2',
        redacted_script: 'Restart-Service -Name Spooler -Key ********',
        warnings: [HIGH],
        state_version: null,
      })
    }),
    http.post(server.at('/scripts/generations/:id/acknowledge'), async ({ request }) => {
      told.push(await request.json())
      return HttpResponse.json({ acknowledged: [HIGH.rule] })
    }),
  )
  open()
  await user.click(await screen.findByRole('button', { name: 'Generate' }))
  const made = await screen.findByRole('region', { name: 'Generated script' })
  expect(within(made).getByText(/Restart-Service/)).toHaveTextContent('********')
  expect(document.body).not.toHaveTextContent('hunter2')
  const copy = within(made).getByRole('button', { name: 'Copy with secrets' })
  expect(copy).toHaveAttribute('aria-disabled', 'true')
  await user.click(within(made).getByRole('checkbox'))
  await user.click(copy)
  expect(await navigator.clipboard.readText()).toContain('hunter2')
  expect(told).toEqual([{ rules: ['deletes-recursively'] }])
  await user.type(screen.getByLabelText(/^Service/), '2')
  expect(await within(made).findByText(/Out of date/)).toBeInTheDocument()
})

it('shows the server’s word at its field', async () => {
  server.use(
    http.post(server.at('/scripts/generate'), () =>
      problem(422, 'invalid', 'One value is wrong.', [{ field: 'parameters.service', message: 'No such service name.', code: 'pattern' }]),
    ),
  )
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'Generate' }))
  expect(await screen.findByText('No such service name.')).toBeInTheDocument()
  expect(screen.getByLabelText(/^Service/)).toHaveAccessibleDescription(/No such service name/)
})

it('says so when there is no such template', async () => {
  server.use(http.get(server.at('/scripts/templates/:id'), () => problem(404, 'not_found', 'There is no such template.')))
  openApp(`/scripts/${template().id}`)
  expect(await screen.findByRole('heading', { name: 'No such template', level: 1 })).toBeInTheDocument()
})
