import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openApp } from '@/testing/render'
import { makeServer, problem } from '@/testing/server'
import { fix, ID, makeWhole, SessionServer } from '../fixture'
import { draft, finding } from '../scripts-fixture'
import type { Fix, Whole } from '../model/types'

const server = makeServer()
const SCRIPT = "Restart-Service Spooler\nRestart-Computer -ComputerName 'PRN-01'"
const FIX = `/ai-sessions/${ID}/suggested-fixes/fix-1`
const scripted = (values: Partial<Fix> = {}) => fix({ ai_drafted_script: SCRIPT, ai_drafted_parameters: { computer: 'PRN-01', tries: 3 }, ...values })

async function open(fixes: Fix[] = [scripted()], values: Partial<Whole> = {}) {
  const session = new SessionServer(server, makeWhole({ fixes, ...values }))
  openApp(`/pilot/${ID}?panel=draft&fix=fix-1`)
  const panel = within(await screen.findByRole('region', { name: 'How to apply this fix' }))
  return { session, panel, user: userEvent.setup() }
}
const reviewFinds = (...findings: ReturnType<typeof finding>[]) =>
  server.use(http.post(server.at('/scripts/review'), () => HttpResponse.json({ findings })))

it('names the proposed values beside the script, and recommends the middle way', async () => {
  reviewFinds()
  const { panel } = await open()
  const row = panel.getByRole('row', { name: /Computer/ })
  expect(row).toHaveTextContent('ComputerPRN-01text')
  // It stands nowhere in the script.
  expect(panel.queryByRole('row', { name: /Tries/ })).toBeNull()
  const chosen = panel.getByRole('radio', { checked: true })
  expect(chosen).toHaveTextContent('Save as draft template')
  expect(chosen).toHaveTextContent('Recommended')
})

it('takes the extraction’s proposals where the assistant made none, and hides what it calls a secret', async () => {
  reviewFinds()
  const schema = { type: 'object', properties: { computer_name: { type: 'string' }, key: { type: 'string', 'x-sensitive': true } }, required: [] }
  server.use(
    http.post(server.at('/scripts/extract'), () =>
      HttpResponse.json({ templated_body: '', parameters_schema: schema, values: { computer_name: 'PRN-01', key: 'Spooler' }, engine: 'embedded', notes: [] }),
    ),
  )
  const { panel } = await open([scripted({ ai_drafted_parameters: {} })])
  expect(await panel.findByRole('row', { name: /Computer name/ })).toHaveTextContent('PRN-01')
  expect(panel.getByRole('row', { name: /Key/ })).toHaveTextContent('Key********secret')
})

it('goes on only past ticked high findings: ticks are stored first, then the decision', async () => {
  reviewFinds(finding())
  const sent: unknown[] = []
  const { session, panel, user } = await open()
  server.use(
    http.post(server.at(`${FIX}/acknowledge`), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ acknowledged: ['restart-machine'] })
    }),
    http.post(server.at(`${FIX}/decision`), async ({ request }) => {
      sent.push(await request.json())
      const decided = scripted({ decision: 'draft_template', acknowledged: ['restart-machine'] })
      session.change({ fixes: [decided], active_fix: decided, draft_templates: [draft()], state_version: 6 })
      return HttpResponse.json({ fix: decided, rendered_script: SCRIPT, draft_template_id: 'draft-1', redirect_path: null, state_version: 6 })
    }),
  )
  const go = panel.getByRole('button', { name: 'Continue: save draft' })
  await waitFor(() => expect(go).toHaveAttribute('aria-disabled', 'true'))
  expect(panel.getByText('Tick the high findings first.')).toBeVisible()
  await user.click(panel.getByRole('checkbox', { name: /restart machine/ }))
  await user.click(go)
  expect(await screen.findByText('Draft template saved')).toBeVisible()
  expect(sent).toEqual([{ rules: ['restart-machine'] }, { decision: 'draft_template' }])

  const ready = within(await screen.findByRole('region', { name: 'How to apply this fix' }))
  expect(await ready.findByRole('link', { name: 'Open the draft' })).toHaveAttribute('href', '/scripts/builder/draft-1')
  await user.click(await ready.findByRole('button', { name: 'Copy' }))
  expect(await navigator.clipboard.readText()).toBe(SCRIPT)
  expect(ready.getByRole('button', { name: 'I ran it' })).toBeVisible()
})

it('decides nothing while the safety review does not answer', async () => {
  server.use(http.post(server.at('/scripts/review'), () => problem(503, 'database_away', 'Try again shortly.')))
  const { panel, user } = await open()
  await user.click(panel.getByRole('radio', { name: /Run once/ }))
  await user.click(panel.getByRole('button', { name: 'Continue: run once' }))
  expect(await screen.findByText('The safety review did not answer, so nothing was decided.')).toBeVisible()
  expect(panel.getByRole('button', { name: 'Continue: run once' })).toBeVisible()
})

it('copies the script with the secrets that the server does not keep, right after the decision', async () => {
  reviewFinds()
  const { session, panel, user } = await open()
  server.use(
    http.post(server.at(`${FIX}/decision`), () => {
      const decided = scripted({ decision: 'one_off', edited_script: "Set-Key '********'" })
      session.change({ fixes: [decided], active_fix: decided, state_version: 6 })
      return HttpResponse.json({ fix: decided, rendered_script: "Set-Key 'hunter2'", draft_template_id: null, redirect_path: null, state_version: 6 })
    }),
  )
  await user.click(panel.getByRole('radio', { name: /Run once/ }))
  await user.click(panel.getByRole('button', { name: 'Continue: run once' }))
  await user.click(await screen.findByRole('button', { name: 'Copy with secrets' }))
  expect(await navigator.clipboard.readText()).toBe("Set-Key 'hunter2'")
  expect(document.documentElement.innerHTML).not.toContain('hunter2')
})

it('offers a replaced suggestion’s script to be copied, and no decision any more', async () => {
  reviewFinds()
  const next = fix({ id: 'fix-2', title: 'Pin the driver' })
  const { panel } = await open([scripted({ superseded_at: '2026-11-24T15:00:00Z' }), next])
  expect(panel.getByRole('heading', { name: 'A newer suggestion replaced this one' })).toBeVisible()
  expect(await panel.findByRole('button', { name: 'Copy' })).toBeVisible()
  expect(panel.queryByRole('radio')).toBeNull()
})

it('asks to make a script that worked reusable, and takes Later for an answer', async () => {
  const answers: unknown[] = []
  const session = new SessionServer(
    server,
    makeWhole({ fixes: [scripted({ status: 'applied_success' })], draft_templates: [draft()] }, { status: 'resolved' }),
  )
  server.use(
    http.post(server.at('/scripts/drafts/draft-1/prompt'), async ({ request }) => {
      answers.push(await request.json())
      session.change({ draft_templates: [draft({ prompt: 'later' })] })
      return HttpResponse.json(draft({ prompt: 'later' }))
    }),
  )
  openApp(`/pilot/${ID}`)
  const prompt = within(await screen.findByRole('region', { name: 'Make this reusable' }))
  expect(prompt.getByText(/3 parameters found/)).toBeVisible()
  expect(prompt.getByRole('link', { name: 'Refine & publish' })).toHaveAttribute('href', '/scripts/builder/draft-1')
  await userEvent.click(prompt.getByRole('button', { name: 'Later' }))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Make this reusable' })).toBeNull())
  expect(answers).toEqual([{ answer: 'later' }])
})

it('opens from the palette', async () => {
  reviewFinds()
  new SessionServer(server, makeWhole({ fixes: [scripted()] }))
  openApp(`/pilot/${ID}`)
  await screen.findByRole('button', { name: 'Restart the spooler' })
  const user = userEvent.setup()
  await user.keyboard('{Control>}k{/Control}')
  await user.click(await screen.findByRole('option', { name: 'Open inline Script Generator' }))
  expect(await screen.findByRole('region', { name: 'How to apply this fix' })).toBeVisible()
})
