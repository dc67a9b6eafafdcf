import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { draft as draftTemplate } from '@/features/scripts/fixture'
import { keptScript } from '@/features/scripts/kept-script'
import { openApp } from '@/testing/render'
import { makeServer, problem } from '@/testing/server'
import { fix, ID, makeWhole, SessionServer } from '../fixture'
import { draft, finding } from '../scripts-fixture'
import type { Fix, Whole } from '../model/types'
import { taken } from './kept'

const server = makeServer()
const SCRIPT = "Restart-Service Spooler\nRestart-Computer -ComputerName 'PRN-01'"
const FIX = `/ai-sessions/${ID}/suggested-fixes/fix-1`
const scripted = (values: Partial<Fix> = {}) => fix({ ai_drafted_script: SCRIPT, ai_drafted_parameters: { computer: 'PRN-01', tries: 3 }, ...values })

const finds = (values: Record<string, unknown> = {}, properties: Record<string, object> = {}): Schemas['ExtractedOut'] => ({
  templated_body: '',
  parameters_schema: { type: 'object', properties, required: [] },
  values,
  engine: 'embedded',
  notes: [],
})
const extractionFinds = (answer: (script: string) => Schemas['ExtractedOut']) =>
  server.use(
    http.post(server.at('/scripts/extract'), async ({ request }) => HttpResponse.json(answer(((await request.json()) as Schemas['Extract']).script))),
  )
beforeEach(() => {
  keptScript.note('script.fix-1', '')
  taken.clear()
  extractionFinds(() => finds())
})

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
  extractionFinds(() => finds({ computer_name: 'PRN-01', key: 'Spooler' }, { computer_name: { type: 'string' }, key: { type: 'string', 'x-sensitive': true } }))
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
  expect(ready.queryByRole('button', { name: 'I ran it' })).toBeNull()
  await user.click(await ready.findByRole('button', { name: 'Copy to run' }))
  expect(await navigator.clipboard.readText()).toBe(SCRIPT)
  expect(await ready.findByRole('button', { name: 'I ran it' })).toBeVisible()
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

it('says that masks stand for secrets after a reload, and lets them be put in again', async () => {
  reviewFinds()
  const { panel, user } = await open([scripted({ decision: 'one_off', edited_script: "Set-Key '********'" })])
  expect(panel.getByText(/stands in place of secrets, which are not kept/)).toBeVisible()
  expect(await panel.findByRole('button', { name: 'Copy with masks' })).toBeVisible()
  await user.click(panel.getByRole('button', { name: 'Put them in and generate it again' }))
  expect(await screen.findByRole('textbox', { name: 'Drafted script' })).toHaveTextContent("Set-Key '********'")
  expect(screen.getByRole('button', { name: 'Continue: save draft' })).toBeVisible()
})

it('shows masks of a closed session’s script for what they are, with nothing to decide', async () => {
  reviewFinds()
  const decided = scripted({ decision: 'one_off', edited_script: "Set-Key '********'", status: 'applied_success' })
  const { panel } = await open([decided], { session: { ...makeWhole().session, status: 'resolved' } })
  expect(panel.getByText(/Edit a copy below/)).toBeVisible()
  expect(panel.queryByRole('button', { name: /generate it again/ })).toBeNull()
})

const keptHere = () => JSON.stringify({ ...window.localStorage })

it('keeps an edited script over a reload without its secrets, and nothing that nobody looked at', async () => {
  reviewFinds()
  extractionFinds((script) => (script.includes('hunter2') ? finds({ password: 'hunter2' }, { password: { type: 'string', 'x-sensitive': true } }) : finds()))
  keptScript.note('script.fix-1', `${SCRIPT}\n$password = 'hunter2'`)
  const { panel } = await open()
  expect(await panel.findByRole('textbox', { name: 'Drafted script' })).toHaveTextContent('hunter2')
  expect(keptHere()).not.toContain('password')
  await waitFor(() => expect(keptHere()).toContain("$password = '********'"))
  expect(keptHere()).not.toContain('hunter2')
})

it('keeps no edit in which the review sees a secret that no mask covers', async () => {
  const asked: unknown[] = []
  server.use(
    http.post(server.at('/scripts/review'), async ({ request }) => {
      asked.push(((await request.json()) as Schemas['Review']).script)
      return HttpResponse.json({ findings: [finding({ rule: 'plain-text-secret', severity: 'medium' })] })
    }),
  )
  keptScript.note('script.fix-1', 'net user anna hunter2')
  const { panel } = await open()
  await panel.findByRole('list', { name: 'Safety review' })
  await waitFor(() => expect(asked).toContain('net user anna hunter2'))
  expect(keptHere()).not.toContain('hunter2')
})

it('makes exactly the ticked values parameters of the draft template', async () => {
  reviewFinds()
  extractionFinds(() => finds({ computer_name: 'PRN-01' }, { computer_name: { type: 'string' } }))
  const patches: unknown[] = []
  const made = draftTemplate({
    id: 'draft-1',
    original_script: SCRIPT,
    body: SCRIPT.replace('PRN-01', '{{ computer_name }}'),
    parameters_schema: { type: 'object', properties: { computer_name: { type: 'string' } }, required: ['computer_name'] },
  })
  const { panel, user } = await open([scripted({ ai_drafted_parameters: { computer: 'PRN-01', service: 'Spooler' } })])
  server.use(
    http.post(server.at(`${FIX}/decision`), () =>
      HttpResponse.json({ fix: scripted({ decision: 'draft_template' }), rendered_script: SCRIPT, draft_template_id: 'draft-1', redirect_path: null, state_version: 6 }),
    ),
    http.get(server.at('/scripts/drafts/draft-1'), () => HttpResponse.json(made)),
    http.patch(server.at('/scripts/drafts/draft-1'), async ({ request }) => {
      patches.push(await request.json())
      return HttpResponse.json({ ...made, version: 2 })
    }),
  )
  const computer = panel.getByRole('checkbox', { name: 'Make Computer a parameter' })
  await waitFor(() => expect(computer).toBeChecked())
  const service = panel.getByRole('checkbox', { name: 'Make Service a parameter' })
  expect(service).not.toBeChecked()
  await user.click(computer)
  await user.click(service)
  await user.click(panel.getByRole('radio', { name: /Run once/ }))
  expect(panel.queryByRole('checkbox', { name: /a parameter/ })).toBeNull()
  await user.click(panel.getByRole('radio', { name: /Save as draft/ }))
  await user.click(panel.getByRole('button', { name: 'Continue: save draft' }))
  await waitFor(() => expect(patches).toHaveLength(1))
  expect(patches[0]).toEqual({
    version: 1,
    body: "Restart-Service {{ service }}\nRestart-Computer -ComputerName 'PRN-01'",
    parameters_schema: { type: 'object', properties: { service: { type: 'string', 'x-order': 1 } }, required: ['service'] },
  })
})

it('offers a replaced suggestion’s script to be copied, and no decision any more', async () => {
  reviewFinds()
  const next = fix({ id: 'fix-2', title: 'Pin the driver' })
  const { panel } = await open([scripted({ superseded_at: '2026-11-24T15:00:00Z' }), next])
  expect(panel.getByRole('heading', { name: 'A newer suggestion replaced this one' })).toBeVisible()
  expect(await panel.findByRole('button', { name: 'Copy to run' })).toBeVisible()
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
  expect(prompt.getByRole('link', { name: 'Refine & publish' })).toHaveAttribute('href', '/scripts/builder/draft-1?view=ran')
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
