import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import type { Schemas } from '@/api/client'
import { openApp } from '@/testing/render'
import { get, makeServer, problem } from '@/testing/server'
import { fact, fix, ID, makeWhole, SessionServer } from '../fixture'
import { finding, form, generated, generation, matched, template } from '../scripts-fixture'
import type { Whole } from '../model/types'
import { keptValues, taken } from './kept'

const server = makeServer()
const FORM = `/ai-sessions/${ID}/suggested-fixes/fix-1/form`
const SECRET = 'hunter2hunter2'

afterEach(() => {
  keptValues.note('fix-1', {})
  taken.clear()
})

/** The panel of a fix with a template, as its address opens it. */
async function open(values: Partial<Whole> = {}) {
  const session = new SessionServer(server, makeWhole({ facts: [fact()], fixes: [matched()], ...values }))
  const { router, client } = openApp(`/pilot/${ID}?panel=template&fix=fix-1`)
  const panel = within(await screen.findByRole('region', { name: 'How to apply this fix' }))
  return { session, panel, router, client, user: userEvent.setup() }
}

/** Answers Generate, and keeps what was asked for. */
function answerGenerate(answer: () => Response | Promise<Response> = () => HttpResponse.json(generated())) {
  const asked: Schemas['Generate'][] = []
  server.use(
    http.post(server.at('/scripts/generate'), async ({ request }) => {
      asked.push((await request.json()) as Schemas['Generate'])
      return answer()
    }),
  )
  return asked
}

async function fillAndGenerate(found: Awaited<ReturnType<typeof open>>) {
  const { panel, user } = found
  await user.type(await panel.findByLabelText(/^Password/), SECRET)
  await user.click(panel.getByRole('button', { name: 'Generate' }))
}

it('shows the form with each value’s source, and how the template did so far', async () => {
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  server.use(http.get(server.at(FORM), () => held.then(() => HttpResponse.json(form({ dropped: ['site_code'] })))))
  const { panel } = await open()
  expect(panel.getByText('Loading the form')).toBeInTheDocument()
  answer()
  expect(await panel.findByRole('heading', { name: 'Template: Reset the queue v3' })).toBeVisible()
  expect(panel.getByLabelText('Printer *')).toHaveValue('PRN-01')
  expect(panel.getByRole('link', { name: 'from session (F1)' })).toHaveAttribute('href', '#F1')
  expect(document.getElementById('F1')).toHaveTextContent('Only Site B is affected')
  expect(panel.getByText('Worked 7 of 9 for this customer, 12 of 20 in all.')).toBeVisible()
  expect(panel.getByText(/also proposed Site code, which this template can’t take/)).toBeVisible()
  expect(panel.getByText('1 field needs a value')).toBeVisible()
})

it('says that the form did not load, and tries again', async () => {
  server.use(http.get(server.at(FORM), () => problem(503, 'database_away', 'Try again shortly.')))
  const { panel, user } = await open()
  expect(await panel.findByText('The form could not be loaded.')).toBeVisible()
  server.use(get(FORM, form()))
  await user.click(panel.getByRole('button', { name: 'Retry' }))
  expect(await panel.findByLabelText('Printer *')).toBeVisible()
})

it('a template without parameters is generated as it is, by Ctrl+Enter too', async () => {
  const none = { type: 'object', properties: {}, required: [] }
  server.use(get(FORM, form({ template: template({ parameters_schema: none }), values: [] })))
  const asked = answerGenerate()
  const { panel, user } = await open()
  expect(await panel.findByText('This template needs no values.')).toBeVisible()
  panel.getByRole('button', { name: 'Cancel' }).focus()
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(await panel.findByRole('heading', { name: 'Generated script' })).toHaveFocus()
  expect(asked).toEqual([{ template_id: 'template-1', parameters: {}, ai_session_id: ID, fix_id: 'fix-1' }])
})

it('offers the drafted script when the template is gone', async () => {
  server.use(
    http.get(server.at(FORM), () => problem(404, 'template_gone', 'It is gone.')),
    http.post(server.at('/scripts/review'), () => HttpResponse.json({ findings: [] })),
    http.post(server.at('/scripts/extract'), () => problem(422, 'invalid', 'It does not parse.')),
  )
  await open({ fixes: [matched({ ai_drafted_script: 'Restart-Service Spooler' })] })
  expect(await screen.findByText('This template is no longer in the library.')).toBeVisible()
  expect(screen.getAllByRole('radio').map((one) => one.textContent)).toHaveLength(3)
})

it('leaves a fix whose template is gone, and that has no script, to be done by hand', async () => {
  server.use(http.get(server.at(FORM), () => problem(404, 'template_gone', 'It is gone.')))
  await open()
  expect(await screen.findByText(/no longer in the library. Do what the card says by hand/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'I did it' })).toBeVisible()
})

it('puts the server’s word on a value at its field, until the value is changed', async () => {
  server.use(get(FORM, form()))
  answerGenerate(() =>
    problem(422, 'invalid', 'Look again.', [{ field: 'parameters.printer', message: 'No such printer.', code: 'unsafe_value' }]),
  )
  const found = await open()
  await fillAndGenerate(found)
  const printer = found.panel.getByLabelText('Printer *')
  await waitFor(() => expect(printer).toHaveAccessibleDescription(/No such printer./))
  await waitFor(() => expect(printer).toHaveFocus())
  expect(found.panel.queryByText('Look again.')).toBeNull()
  await found.user.type(printer, '2')
  expect(printer).not.toHaveAccessibleDescription(/No such printer./)
})

it('generates with masked secrets; the clear script is in the clipboard alone, and gone with the panel', async () => {
  server.use(get(FORM, form()))
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  const asked = answerGenerate(() => held.then(() => HttpResponse.json(generated())))
  const found = await open()
  const { panel, user, client, router } = found
  await fillAndGenerate(found)
  expect(panel.getByRole('button', { name: 'Generating' })).toHaveAttribute('aria-disabled', 'true')
  answer()
  expect(await panel.findByRole('heading', { name: 'Generated script' })).toHaveFocus()
  expect(asked[0]?.parameters).toEqual({ printer: 'PRN-01', password: SECRET })
  expect(panel.getByText("Reset-Queue 'PRN-01' '********'")).toBeVisible()
  expect(panel.queryByRole('button', { name: 'I ran it' })).toBeNull()
  await user.click(panel.getByRole('button', { name: 'Copy with secrets' }))
  expect(await panel.findByText('Copied. Paste it into PowerShell.')).toBeVisible()
  expect(panel.getByRole('button', { name: 'I ran it' })).toBeVisible()
  expect(await navigator.clipboard.readText()).toBe("Reset-Queue 'PRN-01' 'hunter2hunter2'")

  await user.click(panel.getByRole('button', { name: 'Close this panel' }))
  await waitFor(() => expect(screen.getByRole('button', { name: 'Restart the spooler' })).toHaveFocus())
  expect(document.documentElement.innerHTML).not.toContain(SECRET)
  expect(JSON.stringify({ ...window.localStorage })).not.toContain(SECRET)
  expect(router.state.location.href).not.toContain(SECRET)
  await waitFor(() => {
    const held = [client.getQueryCache().getAll(), client.getMutationCache().getAll()].flat()
    expect(JSON.stringify(held.map(({ state }) => state))).not.toContain(SECRET)
  })
  await user.click(screen.getByRole('button', { name: 'Restart the spooler' }))
  expect(await screen.findByLabelText(/^Password/)).toHaveValue('')
})

it('marks the script as out of date once a value is changed', async () => {
  server.use(get(FORM, form()))
  answerGenerate()
  const found = await open()
  await fillAndGenerate(found)
  await found.panel.findByRole('heading', { name: 'Generated script' })
  expect(found.panel.queryByText(/Out of date/)).toBeNull()
  await found.user.type(found.panel.getByLabelText('Printer *'), '2')
  expect(found.panel.getByText('Out of date: a value was changed')).toBeVisible()
})

it('a high finding is ticked by name before the script can be copied', async () => {
  server.use(get(FORM, form()))
  answerGenerate(() => HttpResponse.json(generated({ warnings: [finding(), finding({ severity: 'low', rule: 'slow', explained: 'It is asked for.' })] })))
  const ticked: unknown[] = []
  const found = await open()
  const { panel, user } = found
  await fillAndGenerate(found)
  const copy = await panel.findByRole('button', { name: 'Copy with secrets' })
  expect(copy).toHaveAttribute('aria-disabled', 'true')
  expect(panel.getByText('Meant so: It is asked for.')).toBeVisible()

  server.use(http.post(server.at('/scripts/generations/generation-1/acknowledge'), () => problem(503, 'database_away', 'Later.')))
  await user.click(panel.getByRole('checkbox', { name: /restart machine/ }))
  await user.click(copy)
  expect(await panel.findByText(/ticks were not stored, so nothing was taken/)).toBeVisible()
  server.use(
    http.post(server.at('/scripts/generations/generation-1/acknowledge'), async ({ request }) => {
      ticked.push(await request.json())
      return HttpResponse.json({ acknowledged: ['restart-machine'] })
    }),
  )
  await user.click(copy)
  expect(await panel.findByText('Copied. Paste it into PowerShell.')).toBeVisible()
  expect(ticked).toEqual([{ rules: ['restart-machine'] }])
})

it('closes an untouched panel when the suggestion changes, without a word', async () => {
  server.use(get(FORM, form()))
  const { session, panel, router } = await open()
  await panel.findByLabelText('Printer *')
  const next = fix({ id: 'fix-2', title: 'Pin the driver' })
  session.change({ fixes: [matched({ superseded_at: '2026-11-24T15:00:00Z' }), next], active_fix: next })
  session.emit('fix.changed', {}, 9)
  expect(await screen.findByRole('button', { name: 'Pin the driver' })).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('region', { name: 'How to apply this fix' })).toBeNull())
  expect(router.state.location.search).toEqual({})
  expect(screen.queryByText(/Suggestion changed/)).toBeNull()
})

it('keeps what was typed when the suggestion changes, and opens it again', async () => {
  server.use(get(FORM, form()))
  const { session, panel, user } = await open()
  await user.type(await panel.findByLabelText(/^Password/), SECRET)
  await user.type(panel.getByLabelText('Printer *'), '2')
  const next = fix({ id: 'fix-2', title: 'Pin the driver' })
  session.change({ fixes: [matched({ superseded_at: '2026-11-24T15:00:00Z' }), next], active_fix: next })
  session.emit('fix.changed', {}, 9)
  expect(await screen.findByText('Suggestion changed. Your values are kept.')).toBeVisible()
  await waitFor(() => expect(screen.getByRole('button', { name: 'Pin the driver' })).toHaveFocus())
  fireEvent.click(screen.getByRole('button', { name: 'Reopen' }))
  expect(await screen.findByLabelText('Printer *')).toHaveValue('PRN-012')
  expect(screen.getByLabelText(/^Password/)).toHaveValue('')
})

it('lists what was generated; a masked script is not offered to be copied', async () => {
  server.use(get(FORM, form()))
  const { user } = await open({ generations: [generation(), generation({ id: 'generation-2', template_version: 4, sensitive: ['password'] })] })
  const list = within(screen.getByRole('region', { name: 'Generated scripts' }))
  const [newest, oldest] = list.getAllByText(/^Script generated from Reset the queue v/)
  expect(newest).toHaveTextContent('Script generated from Reset the queue v4, 2 min. ago')
  await user.click(oldest as HTMLElement)
  expect(list.getAllByRole('button', { name: 'Copy' })).toHaveLength(1)
  expect(screen.getByRole('button', { name: 'I ran it' })).toBeVisible()
})

it('brings into view what is asked once it was run', async () => {
  const seen = vi.spyOn(Element.prototype, 'scrollIntoView')
  const run = matched({ applied_at: '2026-11-24T15:00:00Z' })
  server.use(
    get(FORM, form()),
    http.post(server.at(`/ai-sessions/${ID}/suggested-fixes/fix-1/apply`), () => {
      session.change({ fixes: [run], active_fix: run })
      return HttpResponse.json({ fix: run, state_version: 6 })
    }),
  )
  answerGenerate()
  const found = await open()
  const { session, panel, user } = found
  await fillAndGenerate(found)
  await user.click(await panel.findByRole('button', { name: 'Copy with secrets' }))
  await panel.findByText('Copied. Paste it into PowerShell.')
  seen.mockClear()
  await user.click(panel.getByRole('button', { name: 'I ran it' }))
  expect(await screen.findByRole('button', { name: 'Marked as run' })).toBeVisible()
  expect(seen.mock.contexts.map((one) => (one as Element).id)).toEqual(['outcome'])
})

it('asks for no values again of a fix that was told to have worked, once the session was concluded and reopened', async () => {
  server.use(get(FORM, form()))
  const worked = matched({ status: 'applied_success' })
  const { session, panel } = await open({ fixes: [worked], active_fix: worked })
  expect(await panel.findByLabelText('Printer *')).toBeVisible()
  await waitFor(() => expect(session.isFollowed).toBe(true))
  for (const now of [makeWhole({}, { status: 'resolved' }).session, makeWhole({}, { round: 2 }).session]) {
    session.change({ session: now })
    session.emit('state', { status: now.status }, session.whole.event_number)
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Escalate instead' }) !== null).toBe(now.status === 'active'))
  }
  await waitFor(() => expect(screen.queryByRole('region', { name: 'How to apply this fix' })).toBeNull())
  expect(within(screen.getByRole('region', { name: 'Suggested fix' })).getByText('Success')).toBeVisible()
})

it('closes with the outcome Failed; opened again, it has the values that were typed', async () => {
  server.use(get(FORM, form()))
  const { session, panel, user } = await open()
  const failed = matched({ status: 'applied_failed' })
  const told: string[] = []
  server.use(
    http.patch(server.at(`/ai-sessions/${ID}/suggested-fixes/fix-1/outcome`), () => {
      session.change({ fixes: [failed], active_fix: failed, state_version: 6 })
      return HttpResponse.json({ fix: failed, state_version: 6 })
    }),
    http.post(server.at(`/ai-sessions/${ID}/messages`), async ({ request }) => {
      told.push(((await request.json()) as { content: string }).content)
      return problem(503, 'database_away', 'Try again shortly.')
    }),
  )
  const printer = await panel.findByLabelText('Printer *')
  await user.clear(printer)
  await user.type(printer, 'PRN-09')
  await user.click(screen.getByRole('button', { name: 'Failed' }))
  await user.click(screen.getByRole('button', { name: 'Record as failed' }))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'How to apply this fix' })).toBeNull())
  await waitFor(() => expect(told).toEqual(['That fix failed. What next?']))
  expect(document.body).not.toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Restart the spooler' }))
  expect(await screen.findByLabelText('Printer *')).toHaveValue('PRN-09')
})
