import { screen } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import { answer, attachment, ID, message } from '@/features/session/fixture'
import { at, get, problem } from '@/testing/answers'
import { facts, lively, messages } from '../sample'
import { sessionScreen } from '../session'
import { never, type Play, type Story } from '../story'

const type = (text: string): Play => async (user) => user.type(await screen.findByLabelText('Message'), text)
const told = (status: 'complete' | 'failed', values: object) => {
  const one = answer('m2', status, 'Is the spooler running?')
  return [message('m1'), { ...one, turn: one.turn && { ...one.turn, ...values } }]
}
const events = `/ai-sessions/${ID}/events`
const FILES = [attachment(), attachment({ id: 'file-2', name: 'screenshot-of-the-error-on-prn-01.png', media_type: 'image/png', size: 1_250_000 })]

export const chat: Story[] = [
  sessionScreen('A session at work', lively),
  sessionScreen('A session on a phone', lively, { narrow: true }),
  sessionScreen('Its lane on a phone', lively, { narrow: true, play: async (user) => user.click(await screen.findByRole('button', { name: /^Task lane/ })) }),
  sessionScreen('Nothing said yet', {}, { session: { problem: 'Users at Site B cannot print since Monday.' } }),
  sessionScreen('Loading', {}, { answers: [http.get(at(`/ai-sessions/${ID}`), never)] }),
  sessionScreen('No such session', {}, { answers: [http.get(at(`/ai-sessions/${ID}`), () => problem(404, 'not_found', 'There is no such session.'))] }),
  sessionScreen('Could not be loaded', {}, { answers: [http.get(at(`/ai-sessions/${ID}`), () => problem(503, 'database_away', 'The database does not answer.'))] }),
  sessionScreen('An answer is written', { messages: [message('m1'), answer('m2', 'running', 'The spooler on PRN-01 stops shortly after it ')] }),
  sessionScreen('A message waits for its end', { messages: [message('m1'), answer('m2', 'running', 'The spooler')] }, { play: async (user) => (await type('It began on Monday')(user), user.keyboard('{Enter}')) }),
  sessionScreen('Stopped', { messages: [message('m1'), answer('m2', 'stopped', 'The spooler on PRN-01')] }),
  sessionScreen('Cut off', { messages: [message('m1'), answer('m2', 'failed', 'The spooler on')] }),
  sessionScreen('Another assistant answered', { messages: told('complete', { notice: 'Claude refused the key. The playbook assistant answers instead.' }) }),
  sessionScreen('A suggestion was not taken', { messages: told('complete', { unnonced_blocks: 1 }) }),
  sessionScreen('Two versions of an answer', { messages: [message('m1'), answer('m2', 'complete', 'The first one.'), { ...answer('m4', 'complete', 'The second one.'), retry_of: 'm2' }] }),
  sessionScreen('Rated answers', { messages }, {
    answers: [get(`/ai-sessions/${ID}/ratings`, { items: [{ message_id: 'm2', helpful: true }, { message_id: 'm4', helpful: false }] })],
    play: async (user) => user.hover((await screen.findAllByRole('article', { name: 'Assistant' }))[0]!),
  }),
  sessionScreen('Older messages', { messages, older_cursor: 'm0' }),
  sessionScreen('Files that were sent', { messages: [message('m1', { content: 'Here is the log.', attachments: FILES }), answer('m2', 'complete', 'Thank you.')] }),
  sessionScreen('Files that wait', { messages }, { answers: [get(`/ai-sessions/${ID}/attachments`, { items: FILES, state_version: 5 })], play: type('Here they are') }),
  sessionScreen('The connection is gone', lively, {
    answers: [http.get(at(events), () => HttpResponse.error())],
    play: () => screen.findByText('Reconnecting'),
  }),
  sessionScreen('Not live', lively, { answers: [http.get(at(events), () => problem(403, 'forbidden', 'Not yours.'))] }),
  sessionScreen('Menu of the session', lively, { play: async (user) => user.click(await screen.findByRole('button', { name: 'More for this session' })) }),
  sessionScreen('Session as a case', { facts }, {
    answers: [http.post(at(`/ai-sessions/${ID}/case`), () => HttpResponse.json({ name: 'no-print', yaml: 'kind: clean\nfacts:\n  - Only Site B is affected\n', look_at: ['Read every line.', 'Names of people may have stayed.'] }))],
    play: async (user) => {
      await user.click(await screen.findByRole('button', { name: 'More for this session' }))
      await user.click(await screen.findByRole('menuitem', { name: 'Make this session a case' }))
      await screen.findByRole('button', { name: 'Download case.yaml' })
    },
  }),
]
