import { screen, within } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import { fact, fix, ID } from '@/features/session/fixture'
import { draft, finding, form, generated, generation, matched } from '@/features/session/scripts-fixture'
import type { Fix } from '@/features/session/model/types'
import { at, get, problem } from '@/testing/answers'
import { facts, proposed } from '../sample'
import { sessionScreen } from '../session'
import { never, type Play, type Story } from '../story'

const FORM = `/ai-sessions/${ID}/suggested-fixes/fix-1/form`
const TEMPLATE = '?panel=template&fix=fix-1'
const CHOICE = '?panel=draft&fix=fix-1'
const panel = async () => within(await screen.findByRole('region', { name: 'How to apply this fix' }))
const card = (name: string, values: Partial<Fix>, play?: Play) => sessionScreen(name, { facts, fixes: [{ ...proposed, ...values }] }, play ? { play } : {})
const pick = (name: string): Play => async (user) => user.click(await screen.findByRole('button', { name }))
const generate: Play = async (user) => {
  const found = await panel()
  await user.type(await found.findByLabelText(/^Password/), 'hunter2hunter2')
  await user.click(found.getByRole('button', { name: 'Generate' }))
  await found.findByRole('region', { name: 'Generated script' })
}
const nothingFound = [
  http.post(at('/scripts/extract'), () => HttpResponse.json({ templated_body: '', parameters_schema: { type: 'object', properties: {}, required: [] }, values: {}, engine: 'embedded', notes: [] })),
  http.post(at('/scripts/review'), () => HttpResponse.json({ findings: [] })),
]
const findings = [http.post(at('/scripts/review'), () => HttpResponse.json({ findings: [finding(), finding({ rule: 'stop-service', severity: 'medium', line: 1, excerpt: 'Stop-Service', message: 'Stops a service.' })] })), ...nothingFound]
const answered = (answers: Parameters<typeof sessionScreen>[2]) => ({ search: TEMPLATE, ...answers })
const match = { facts: [fact()], fixes: [matched()] }

export const fixes: Story[] = [
  card('A suggestion', {}),
  card('Little confidence', { confidence: 24, rationale: 'Two of the five like tickets ended so.' }),
  card('A program’s suggestion', { proposed_by: 'Dana Klein' }),
  sessionScreen('How often its template worked', { ...match, active_fix_success: { customer: { applied: 9, success: 7, failed: 2, partial: 0, low: 0.45, high: 0.94 }, account: { applied: 20, success: 12, failed: 6, partial: 2, low: 0.39, high: 0.78 } } }, { answers: [get(FORM, form())] }),
  card('Middling confidence', { confidence: 58 }),
  card('Outcome, partial', { applied_at: '2026-11-24T14:00:00Z' }, pick('Partial')),
  card('Outcome, partial without notes', { applied_at: '2026-11-24T14:00:00Z' }, async (user) => (await pick('Partial')(user), pick('Record as partial')(user))),
  card('Outcome, failed', { applied_at: '2026-11-24T14:00:00Z' }, pick('Failed')),
  card('Recorded, success', { status: 'applied_success', applied_at: '2026-11-24T14:00:00Z', verified_at: '2026-11-24T14:02:00Z', reported_by: 'engineer' }),
  card('Recorded, failed by the assistant', { status: 'applied_failed', failure_reason: 'The spooler stops again.', reported_by: 'assistant' }),
  card('Recorded, partial', { status: 'applied_partial', partial_notes: 'Two of three printers work.', reported_by: 'engineer' }),
  card('Dismiss', {}, pick('Dismiss this fix')),
  sessionScreen('Earlier suggestions', { fixes: [{ ...proposed, id: 'fix-2' }, fix({ title: 'Clear the queue', status: 'applied_failed', superseded_at: '2026-11-24T13:00:00Z' }), fix({ id: 'fix-3', title: 'Replace the cable', status: 'dismissed', superseded_at: '2026-11-24T13:10:00Z' })], generations: [generation()] }, { play: async (user) => user.click(await screen.findByText(/^Earlier suggestions/)) }),
  sessionScreen('Template, loading', match, answered({ answers: [http.get(at(FORM), never)] })),
  sessionScreen('Template, its form', match, answered({ answers: [get(FORM, form({ dropped: ['site_code'] }))] })),
  sessionScreen('Template on a phone', match, answered({ answers: [get(FORM, form())], narrow: true })),
  sessionScreen('Template, could not be loaded', match, answered({ answers: [http.get(at(FORM), () => problem(503, 'database_away', 'Try again shortly.'))] })),
  sessionScreen('Template, gone', match, answered({ answers: [http.get(at(FORM), () => problem(404, 'template_gone', 'This template is gone.'))] })),
  sessionScreen('Template, a value is missing', match, answered({ answers: [get(FORM, form())], play: async (user) => user.click(await (await panel()).findByRole('button', { name: 'Generate' })) })),
  sessionScreen('Template, refused', match, answered({
    answers: [get(FORM, form()), http.post(at('/scripts/generate'), () => problem(422, 'invalid', 'Invalid.', [{ field: 'values.printer', message: 'There is no such printer.', code: 'unknown' }]))],
    play: async (user) => {
      const found = await panel()
      await user.type(await found.findByLabelText(/^Password/), 'hunter2hunter2')
      await user.click(found.getByRole('button', { name: 'Generate' }))
    },
  })),
  sessionScreen('Template, the script', match, answered({ answers: [get(FORM, form()), http.post(at('/scripts/generate'), () => HttpResponse.json(generated()))], play: generate })),
  sessionScreen('Template, out of date', match, answered({
    answers: [get(FORM, form()), http.post(at('/scripts/generate'), () => HttpResponse.json(generated()))],
    play: async (user) => (await generate(user), user.type((await panel()).getByLabelText('Printer *'), '2')),
  })),
  sessionScreen('Choice, loading', { fixes: [proposed] }, { search: CHOICE, answers: [http.post(at('/scripts/review'), never), ...nothingFound] }),
  sessionScreen('Choice of three', { fixes: [proposed] }, { search: CHOICE, answers: nothingFound, play: () => screen.findByRole('textbox', { name: 'Drafted script' }) }),
  sessionScreen('Choice with findings', { fixes: [proposed] }, { search: CHOICE, answers: findings, play: () => screen.findByText('Restarts the machine.') }),
  sessionScreen('Taken, ready to copy', { fixes: [{ ...proposed, decision: 'one_off' }] }, { search: CHOICE, answers: nothingFound }),
  sessionScreen('Taken as a draft', { fixes: [{ ...proposed, decision: 'draft_template' }], draft_templates: [draft()] }, { search: CHOICE, answers: nothingFound }),
  sessionScreen('By hand', { fixes: [{ ...proposed, ai_drafted_script: null }] }, { search: CHOICE }),
]
