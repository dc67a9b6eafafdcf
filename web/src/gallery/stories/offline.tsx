import { screen } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import { online } from '@/api/connection'
import { ID, message } from '@/features/session/fixture'
import { outboxOf } from '@/features/session/model/outbox'
import type { Entry } from '@/features/session/model/outbox-entries'
import { at, ME } from '@/testing/answers'
import { checks, facts, lively } from '../sample'
import { sessionScreen } from '../session'
import type { Play, Story } from '../story'

const unreached = () => HttpResponse.error()
const answers = [http.post(at(`/ai-sessions/${ID}/facts`), unreached), http.post(at(`/ai-sessions/${ID}/messages`), unreached)]
const AT = '2026-11-24T14:05:00Z'
const waiting: Entry[] = [
  { kind: 'fact.add', key: 'k1', at: AT, body: { text: 'The driver was pushed by a policy', status: 'confirmed', important: false, internal: false } },
  { kind: 'fact.remove', key: 'k2', at: AT, row: 'fact-3', was: facts[2]?.text ?? '' },
  { kind: 'message', key: 'k3', at: AT, text: 'It began when the policy was changed.', files: [] },
]
const changedMeanwhile = { status: 412, code: 'row_changed', message: 'Someone changed it meanwhile.' }
const refused: Entry[] = [
  { kind: 'fact.correct', key: 'k1', at: AT, row: 'fact-1', version: 1, change: { text: 'Only the second floor of Site B is affected' }, was: 'Only Site B is affected', refused: changedMeanwhile },
  { kind: 'check.change', key: 'k2', at: AT, row: 'check-1', version: 1, change: { status: 'done', result: 'It runs.' }, was: checks[0]?.title ?? '', refused: changedMeanwhile },
  { kind: 'message', key: 'k3', at: AT, text: 'It began when the policy was changed.', files: [], refused: { status: 409, code: 'closed', message: 'The session is closed.' } },
]
const goOffline: Play = async () => {
  await screen.findByRole('complementary', { name: 'Task lane' })
  online.set(false)
  await screen.findByText(/^Offline/)
}
const keep = (entries: Entry[]): Play => async (user) => {
  await goOffline(user)
  outboxOf(ME.user_id, ID).set(entries)
}

export const offline: Story[] = [
  sessionScreen('Offline', lively, { answers, play: goOffline }),
  sessionScreen('Changes that wait', lively, { answers, play: async (user) => (await keep(waiting)(user), screen.findByText(/3 to send/)) }),
  sessionScreen('Changes that wait on a phone', lively, { answers, narrow: true, play: async (user) => (online.set(false), await screen.findByText(/^Offline/), outboxOf(ME.user_id, ID).set(waiting), user) }),
  sessionScreen('Changes that were refused', { facts, checks, messages: [message('m1')] }, { answers, play: async (user) => (await keep(refused)(user), screen.findByRole('region', { name: 'Changes that were not saved' })) }),
]
