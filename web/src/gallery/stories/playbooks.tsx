import { http, HttpResponse } from 'msw'
import { screen } from '@testing-library/dom'
import { BOOK, brief, playbook, TEXT, version } from '@/features/playbooks/fixture'
import type { Playbook, PlaybookBrief } from '@/features/playbooks/queries'
import { at, get, ME, problem } from '@/testing/answers'
import { never, type Play, type Story } from '../story'

const ID = brief().key
const PATH = `/playbooks/${ID}`
const WRONG = [{ line: 12, field: 'checks.ribbon.minutes', message: 'Field required' }]

const list = (items: PlaybookBrief[]) => get('/playbooks', { items })
const shipped = (title: string, over: Partial<PlaybookBrief> = {}) =>
  brief({ key: title, slug: title, title, source: 'shipped', version: null, published_version: null, updated_at: null, updated_by: null, causes: 6, checks: 8, fixes: 6, ...over })
const many = list([
  brief(),
  brief({ key: 'b', title: 'Badge reader shows E17', status: 'draft', published_version: null }),
  brief({ key: 'c', title: 'The till does not open at the branch in the old harbour with the long name', version: 4 }),
  shipped('Printing stops or the print queue is stuck'),
  shipped('Outlook asks for the password again and again', { replaced_by: 'c' }),
])
const one = (over: Partial<Playbook> = {}) => [
  get(`/playbooks/${ID}/versions`, { items: [version(2), version(1)] }),
  get(`/playbooks/${ID}`, playbook(over)),
  http.post(at('/playbooks/check'), () => HttpResponse.json({ wrong: over.wrong ?? [], playbook: BOOK })),
  http.post(at('/playbooks/try'), () =>
    HttpResponse.json({ level: 'certain', confidence: 88, slug: 'label-printer', title: BOOK.title, this_text: true, runner_up: 'Printing stops', next_step: 'Is there ribbon left on the roll?' }),
  ),
]
/** The editor's part is fetched when it is first needed. */
const LAZY = { timeout: 10_000 }
const toYaml: Play = async (user) => user.click(await screen.findByRole('button', { name: 'YAML' }, LAZY))
const saved: Play = async (user) => {
  await user.type(await screen.findByRole('textbox', { name: 'Title' }, LAZY), '!')
  await user.click(screen.getByRole('button', { name: 'Save' }))
}
const tried: Play = async (user) => {
  await user.type(await screen.findByRole('textbox', { name: 'A problem, as a user would tell it' }, LAZY), 'Blank labels')
  await user.click(screen.getByRole('button', { name: 'Which playbook does it find?' }))
}

export const playbooks: Story[] = [
  { name: 'List', path: '/playbooks', answers: [many] },
  { name: 'List on a phone', path: '/playbooks', answers: [many], narrow: true },
  { name: 'Nothing matches', path: '/playbooks?status=archived', answers: [list([])] },
  { name: 'List loading', path: '/playbooks', answers: [http.get(at('/playbooks'), never)], busy: true },
  { name: 'List error', path: '/playbooks', answers: [http.get(at('/playbooks'), () => problem(503, 'database_away', 'Try again shortly.'))] },
  { name: 'Published', path: PATH, answers: one() },
  { name: 'Draft with something to mend', path: PATH, answers: one({ status: 'draft', published_version: null, playbook: null, wrong: WRONG, session_id: ME.user_id }) },
  { name: 'Archived, for an engineer', path: PATH, answers: [get('/auth/me', { ...ME, role: 'engineer' }), ...one({ status: 'archived' })] },
  { name: 'Shipped', path: '/playbooks/print-spooler', answers: [get('/playbooks/print-spooler', { ...playbook(), ...shipped('print-spooler') })] },
  { name: 'No such', path: '/playbooks/none', answers: [http.get(at('/playbooks/none'), () => problem(404, 'not_found', 'There is no such playbook.'))] },
  { name: 'Form', path: `${PATH}?view=edit`, answers: one({ wrong: WRONG }) },
  { name: 'Form on a phone', path: `${PATH}?view=edit`, answers: one(), narrow: true },
  { name: 'YAML', path: `${PATH}?view=edit`, answers: one(), play: toYaml },
  { name: 'No YAML for the form', path: `${PATH}?view=edit`, answers: one({ text: TEXT.replace('[label*]', '[label*'), playbook: null, wrong: [{ line: 8, field: '', message: 'This is not YAML.' }] }) },
  { name: 'Tried', path: `${PATH}?view=edit`, answers: one(), play: tried },
  {
    name: 'Two saved at once',
    path: `${PATH}?view=edit`,
    answers: [
      ...one(),
      http.put(at(`/playbooks/${ID}`), () =>
        HttpResponse.json(
          { type: 't', title: 't', status: 412, detail: 'You saw version 2.', code: 'row_changed', request_id: 'r', errors: [], current: playbook({ version: 3, text: TEXT.replace('prior: 2', 'prior: 3'), updated_by: 'Lee Park' }) },
          { status: 412, headers: { 'content-type': 'application/problem+json' } },
        ),
      ),
    ],
    play: saved,
  },
]
