import { EditorView } from '@codemirror/view'
import { screen, within } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import type { Schemas } from '@/api/client'
import { CONNECTION, ID, preview, TARGET, writeback } from '@/features/session/fixture'
import type { Preview, Writeback } from '@/features/session/model/types'
import { at, get, problem } from '@/testing/answers'
import { facts } from '../sample'
import { sessionScreen } from '../session'
import { never, type Play, type Story } from '../story'

const RESOLVE = '?preview=resolve'
const PATH = `/ai-sessions/${ID}`
const whole: Partial<Preview> = {
  markdown: '## Problem\n\nUsers at Site B cannot print.\n\n## Resolution\n\nDriver 7.0 is back on PRN-01.',
  sections: [
    { title: 'Problem', claims: [{ text: 'Users at Site B cannot print.', evidence: ['F1'] }] },
    { title: 'What we confirmed', claims: [{ text: 'PRN-01 was given driver 6.1 on Monday.', evidence: ['F2', 'C2'] }] },
    { title: 'Root cause', claims: [{ text: 'Driver 6.1 stops the spooler.', evidence: ['F2'] }] },
    { title: 'Resolution', claims: [{ text: 'Driver 7.0 is back on PRN-01, and printing works.', evidence: ['X1'] }] },
  ],
  evidence: [
    { label: 'F1', text: 'Only Site B is affected' },
    { label: 'F2', text: 'PRN-01 was given driver 6.1 on Monday' },
    { label: 'C2', text: 'Which driver does the queue use?' },
    { label: 'X1', text: 'Restart the spooler and pin driver 7.0' },
  ],
}
const written = (values: Partial<Preview> = {}) => http.post(at(`${PATH}/resolution-note/preview`), () => HttpResponse.json(preview({ ...whole, ...values })))
const note = (name: string, answers: ReturnType<typeof written>[], play?: Play, extra: object = {}) =>
  sessionScreen(name, { facts }, { search: RESOLVE, answers, ...(play && { play }), ...extra })
const saved = http.put(at(`${PATH}/resolution-note/draft`), () =>
  HttpResponse.json({ draft: { kind: 'resolution', markdown: 'My own words', based_on_state_version: 5, version: 1, updated_by: 'me', updated_at: '2026-11-24T14:00:00Z' }, grounding: { ok: true, findings: [] } }),
)
const view = (name: string): Play => async (user) => {
  const group = within(await screen.findByRole('group', { name: 'View' }))
  await user.click(await group.findByRole('button', { name: new RegExp(`^${name}`) }))
}
const edit: Play = async (user) => {
  await view('Edit')(user)
  const editor = EditorView.findFromDOM(await screen.findByLabelText('Text of the note, Markdown'))
  editor?.dispatch({ changes: { from: editor.state.doc.length, insert: ' It works since noon.' } })
}
const post: Play = async (user) => {
  // Not before there is a note.
  await screen.findByText(/^Ref RV-/)
  await user.click(screen.getByRole('button', { name: /^Confirm & post/ }))
}
const refused = (status: number, code: string, detail: string, more: object) =>
  http.post(at(`${PATH}/resolution-note/post`), () => HttpResponse.json({ type: '', title: code, status, detail, code, request_id: 'r', errors: [], ...more }, { status }))
const ended = (name: string, values: Partial<Writeback>, status: 'active' | 'resolved' = 'active') => sessionScreen(name, { facts, writebacks: [writeback(values)] }, { session: { status } })
const EXCHANGE: Schemas['ExchangeOut'] = { method: 'POST', path: '/service/tickets/7/notes', status: 201, request: '{"text": "It works"}', response: '{"id": 5}', milliseconds: 34, created_at: '2026-11-24T14:00:00Z' }

export const notes: Story[] = [
  note('Writing', [http.post(at(`${PATH}/resolution-note/preview`), never)]),
  note('Fresh', [written()]),
  note('On a phone', [written()], undefined, { narrow: true }),
  note('Kept from before', [written({ from_cache: true, written_at: new Date(Date.now() - 360_000).toISOString() })]),
  note('Not written', [http.post(at(`${PATH}/resolution-note/preview`), () => problem(503, 'model_down', 'The model does not answer.'))]),
  note('Nothing to post', [written({ markdown: '', sections: [] })]),
  note('Without a model', [written({ notice: 'Claude is overloaded. The note was put together without a language model.' })]),
  note('Sentences without evidence', [written({ grounding: { ok: false, findings: [{ id: 'f', code: 'unbacked', sentence: 'We replaced the router.', reason: 'No fact says so.' }] } })]),
  note('Nothing was done', [written({ grounding: { ok: false, findings: [{ id: 'n', code: 'nothing_done', sentence: 'No fix has been applied so far.', reason: 'This note tells the customer that nothing was found and nothing was done.' }] } })]),
  note('Evidence of a claim', [written()], async (user) => (await user.click(await screen.findByRole('button', { name: /^Evidence Fact F1/ })), screen.findByRole('group', { name: 'Fact F1' }))),
  note('Editing', [written(), saved], edit),
  note('What was changed', [written(), saved], async (user) => (await edit(user), view('Changes')(user))),
  note('Status that is missing', [written(), get(`${PATH}/resolution-note/target`, { ...TARGET, status_id: 'gone', status_name: null, problem: 'missing', sentence: 'This board has no status “gone”.' })]),
  note('The ticket was changed', [written(), refused(409, 'ticket_changed', 'The ticket was changed since this note was written.', { changes: [{ field: 'status', seen: 'New', now: 'On hold', by: 'Ada', at: '2026-11-24T14:00:00Z', visibility: null }, { field: 'note', seen: null, now: 'It works again!', by: 'Maria', at: '2026-11-24T14:01:00Z', visibility: 'customer' }] })], async (user) => (await post(user), screen.findByRole('alert', { name: 'Changes at the ticket' }))),
  note('Not reached', [written(), http.post(at(`${PATH}/resolution-note/post`), () => HttpResponse.error())], async (user) => (await post(user), screen.findByText(/could not be reached/))),
  note('Posting', [written(), http.post(at(`${PATH}/resolution-note/post`), never)], post),
  sessionScreen('Escalation', { facts }, { search: '?preview=escalate', answers: [http.post(at(`${PATH}/escalation-package/preview`), () => HttpResponse.json(preview({ ...whole, kind: 'escalation' })))] }),
  sessionScreen('Without a ticket', { facts }, { search: RESOLVE, answers: [written()], session: { ticket: null, ticket_id: null, connection_id: null } }),
  ended('Posted', {}, 'resolved'),
  ended('Posted, saved here only', { step: 'LOCAL', note_id: null }, 'resolved'),
  ended('Posted, status left alone', { step: 'SKIPPED', skipped_reason: 'This board has no target status.' }, 'resolved'),
  sessionScreen('Link a ticket', { facts }, {
    search: RESOLVE,
    session: { ticket: null, ticket_id: null, connection_id: null },
    answers: [written(), get(`/connections/${CONNECTION}/tickets`, { items: [] })],
    play: async (user) => (await user.click(await screen.findByRole('button', { name: 'Link ticket' })), screen.findByText('No ticket has these words.')),
  }),
  sessionScreen('Set the status', { facts, writebacks: [writeback({ step: 'SKIPPED' })] }, {
    session: { status: 'resolved' },
    play: async (user) => (await user.click(await screen.findByRole('button', { name: 'Set status' })), screen.findByLabelText('Status')),
  }),
  ended('Posted, status refused', { step: 'REJECTED', actual_status: 'In progress', error: { code: 'psa_status_unverified', detail: 'A workflow moved it.' } }),
  ended('Posted, status overridden', { step: 'OVERRIDDEN', actual_status: 'Waiting on customer', error: { code: 'psa_status_unverified', detail: 'A workflow moved it.' } }),
  ended('Not posted yet', { step: 'PLANNED', note_id: null, error: { code: 'psa_unreachable', detail: 'No answer within 20 s.' } }),
  ended('Not posted, refused', { step: 'PLANNED', note_id: null, error: { code: 'psa_refused', detail: '403, missing scope.' } }),
  ended('Checking the ticket', { step: 'NOTE_DONE', finished_at: null }),
  ended('Needs a look at the ticket', { step: 'NEEDS_HUMAN', note_id: null, error: { code: 'psa_unsure', detail: 'Two notes look like ours.' } }),
  sessionScreen('What was sent', { writebacks: [writeback()] }, {
    session: { status: 'resolved' },
    answers: [get(`${PATH}/writebacks/wb-1`, { writeback: writeback(), exchanges: [EXCHANGE] })],
    play: async (user) => (await user.click(await screen.findByRole('button', { name: 'Show the requests' })), screen.findByRole('table', { name: 'Requests' })),
  }),
]
