import { screen, within } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import { draft, template } from '@/features/scripts/fixture'
import { finding } from '@/features/session/scripts-fixture'
import type { DraftTemplate } from '@/features/scripts/builder/edit'
import { at, get, problem } from '@/testing/answers'
import { never, type Play, type Screen, type Story } from '../story'

const one = (values: Partial<DraftTemplate> = {}) => [get('/scripts/drafts/:id', draft(values)), http.patch(at('/scripts/drafts/:id'), never)]
const PATH = `/scripts/builder/${draft().id}`
const builds = (name: string, values: Partial<DraftTemplate> = {}, more: Partial<Screen> = {}): Screen => ({ name, path: PATH, answers: one(values), ...more })
const ready = () => screen.findByRole('textbox', { name: 'Script' })
const press = (name: string | RegExp): Play => async (user) => (await ready(), user.click((await screen.findAllByRole('button', { name }))[0]!))
const type: Play = async (user) => {
  await ready()
  await user.type(within(screen.getByRole('region', { name: 'About the template' })).getByLabelText('Title'), ' again')
}
const patched = (answer: () => Response) => [get('/scripts/drafts/:id', draft()), http.patch(at('/scripts/drafts/:id'), answer)]
const broken = { problems: [{ code: 'undeclared', field: 'body', message: '“printer” stands in the script and is no parameter.' }], body: 'Reset-Queue {{ printer }}\nRestart-Service {{ service }}\n' }

export const builder: Story[] = [
  { name: 'Start', path: '/scripts/builder' },
  builds('A draft', {}, { play: ready }),
  builds('A draft on a phone', {}, { play: async (user) => user.click((await screen.findAllByRole('button', { name: 'Parameters' }))[0]!), narrow: true }),
  builds('With problems', broken, { play: ready }),
  builds('With findings and notes', { findings: [finding()], extraction_notes: ['The printer’s name was made a parameter.'] }, { play: ready }),
  builds('A parameter open', {}, { play: press(/^Service/) }),
  builds('Preview', {}, { play: press('Preview') }),
  { name: 'What ran', path: `${PATH}?view=ran`, answers: one({ original_script: "Restart-Service -Name 'Spooler'" }) },
  builds('No parameters', { body: 'Get-Date\n', parameters_schema: { type: 'object', properties: {}, required: [] } }, { play: ready }),
  builds('Not saved yet', {}, { play: type }),
  builds('Could not be saved', {}, { answers: patched(() => problem(503, 'database_away', 'Try again shortly.')), play: async (user) => (await type(user), user.keyboard('{Control>}s{/Control}')) }),
  builds('Saved by someone else', {}, {
    answers: patched(() => HttpResponse.json({ type: '', title: '', status: 412, detail: 'Someone saved meanwhile.', code: 'row_changed', request_id: 'r', errors: [], current: draft({ title: 'Restart any service', version: 4, updated_by: 'Mara Lindt' }) }, { status: 412 })),
    play: async (user) => (await type(user), await user.keyboard('{Control>}s{/Control}'), screen.findByRole('region', { name: 'Conflict' })),
  }),
  builds('Publish', {}, { play: press(/^Publish/) }),
  builds('Publish a new version', { edits_template_id: template().id, edits_version: 1 }, { answers: [...one({ edits_template_id: template().id, edits_version: 1, body: 'Restart-Service -Name {{ service }} -Force\n' }), get('/scripts/templates/:id', template()), get('/scripts/templates/:id/versions', { items: [] })], play: press(/^Publish/) }),
  builds('Publish is not possible', broken, { play: press(/^Publish/) }),
  builds('Discard', {}, { play: press('Discard') }),
  { name: 'Loading', path: PATH, answers: [http.get(at('/scripts/drafts/:id'), never)] },
  { name: 'Gone', path: PATH, answers: [http.get(at('/scripts/drafts/:id'), () => problem(404, 'not_found', 'There is no such draft.'))] },
]
