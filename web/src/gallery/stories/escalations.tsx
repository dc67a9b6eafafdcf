import { screen } from '@testing-library/dom'
import { http } from 'msw'
import type { Schemas } from '@/api/client'
import { writeback } from '@/features/session/fixture'
import { at, get, problem } from '@/testing/answers'
import { sessionScreen } from '../session'
import { never, type Story } from '../story'

const ID = '01a20e53-0000-7000-8000-000000000071'
const row = (number: number, values: Partial<Schemas['EscalationOut']> = {}): Schemas['EscalationOut'] => ({
  id: `01a20e53-0000-7000-8000-0000000001${number}`,
  session_id: ID,
  round: 1,
  title: ['Nobody at the front desk can print', 'Wi-Fi drops in the meeting room', 'Finance share refuses everyone'][number % 3] ?? '',
  client: 'ACME',
  ticket_number: `${4700 + number}`,
  escalated_at: '2026-11-24T09:00:00Z',
  escalated_by: '01a20e53-0000-7000-8000-000000000003',
  escalated_by_name: 'Dana Kim',
  reason: '“Restart the spooler” did not help: it stopped again within a minute.',
  question: 'Does the driver fit Windows 11?',
  to_user_id: null,
  to_user_name: null,
  to_queue: 'Tier 2',
  ...values,
})
const waiting = (items: Schemas['EscalationOut'][], total = items.length) =>
  get('/escalations', { items, next_cursor: null, total, mine: 1, queues: ['Network', 'Tier 2'] } satisfies Schemas['EscalationList'])
const list = waiting([row(10), row(11, { question: null, to_queue: null, to_user_name: 'Elena Sauer' }), row(12, { to_queue: null, client: null, ticket_number: null })])
const times = get('/escalations/times', { picked_up: 12, returned: 2, median_wait_seconds: 7_500 })
const detail = (values: Partial<Schemas['EscalationDetail']> = {}) =>
  get('/ai-sessions/:id/escalation', {
    ...row(10),
    state: 'waiting',
    note: '## Problem\n\nNobody at the front desk can print.\n\n## What we’ve tried\n\nRestarted the spooler; it stopped again within a minute.',
    missing: ['Asked and not answered: “Which driver is installed?”.', 'The ticket names nobody to call.'],
    handoffs: [],
    ...values,
  } satisfies Schemas['EscalationDetail'])
const handoff = (verb: 'pickup' | 'return', questions: string | null = null): Schemas['HandoffOut'] => ({
  verb,
  round: 1,
  by_id: '01a20e53-0000-7000-8000-000000000002',
  by_name: 'Elena Sauer',
  questions,
  waited_seconds: 540,
  created_at: '2026-11-24T09:09:00Z',
})
const over = writeback({ kind: 'escalation' })
const OPEN = `/escalations?session=${ID}`

export const escalations: Story[] = [
  { name: 'The queue', path: '/escalations', answers: [list, times] },
  { name: 'The queue on a phone', path: '/escalations', answers: [list, times], narrow: true },
  { name: 'Nothing waits', path: '/escalations', answers: [waiting([]), times] },
  { name: 'Nothing waits for me', path: '/escalations?mine=true', answers: [waiting([], 3), times] },
  { name: 'Loading', path: '/escalations', answers: [http.get(at('/escalations'), never), times] },
  { name: 'Error', path: '/escalations', answers: [http.get(at('/escalations'), () => problem(503, 'database_away', 'Try again shortly.')), times] },
  { name: 'One of them', path: OPEN, answers: [list, times, detail()] },
  { name: 'One of them on a phone', path: OPEN, answers: [list, times, detail()], narrow: true },
  { name: 'Picked up and returned', path: OPEN, answers: [list, times, detail({ state: 'returned', handoffs: [handoff('pickup'), handoff('return', 'Which driver version?')] })] },
  {
    name: 'Return with questions',
    path: OPEN,
    answers: [list, times, detail()],
    play: async (user) => user.click(await screen.findByRole('button', { name: 'Return with questions' })),
  },
  sessionScreen('A session that waits', { writebacks: [over] }, { session: { status: 'escalated' }, answers: [detail()] }),
  sessionScreen('A session that was returned', { writebacks: [over] }, { session: { round: 2 }, answers: [detail({ state: 'returned', handoffs: [handoff('return', 'Which driver version?')] })] }),
  sessionScreen('A handover that is over', { writebacks: [over] }, { session: { round: 2 }, answers: [detail()] }),
  sessionScreen('A handover that is over, on a phone', { writebacks: [over] }, { session: { round: 2 }, answers: [detail()], narrow: true }),
]
