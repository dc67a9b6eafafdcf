import { http } from 'msw'
import type { Schemas } from '@/api/client'
import { at, get, ME, problem } from '@/testing/answers'
import { never, type Story } from '../story'

type Figures = Schemas['FiguresOut']

const share = (part: number, whole: number): Schemas['ShareOut'] => ({
  part,
  whole,
  share: whole === 0 ? null : part / whole,
  low: whole === 0 ? null : Math.max(0, part / whole - 0.2),
  high: whole === 0 ? null : Math.min(1, part / whole + 0.2),
})

/** Of `n` sessions. */
const figures = (n: number, cost: string | null = `${n / 10}`): Figures => {
  const resolved = Math.floor(n * 0.7)
  const escalated = Math.floor(n * 0.2)
  return {
    opened: n,
    ended: resolved + escalated,
    resolved,
    escalated,
    to_resolution: { n: resolved, median: resolved ? 5_400 + n : null, p90: resolved ? 93_600 : null },
    first_fix: share(Math.floor(resolved * 0.6), resolved),
    escalation: share(escalated, resolved + escalated),
    returned: share(Math.floor(escalated / 4), escalated),
    reopened: share(Math.floor(resolved / 20), resolved),
    writebacks: { verified: resolved, no_status: 1, kept_here: 2, rejected: Math.floor(n / 9), overridden: 0, needs_human: 1, not_posted: 0, proven: share(resolved, resolved + Math.floor(n / 9) + 1) },
    models: { calls: n * 3, input_tokens: n * 9_000, cached_tokens: 0, output_tokens: n * 700, calls_estimated: 0, cost_usd: cost, calls_without_price: cost === null ? n * 3 : n },
  }
}
const nothing = figures(0)
const empty: Figures = { ...nothing, writebacks: { ...nothing.writebacks, no_status: 0, kept_here: 0, needs_human: 0, proven: share(0, 0) } }
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}`
const group = (name: string, n: number, values: Partial<Schemas['GroupOut']> = {}): Schemas['GroupOut'] => ({ kind: 'named', key: name, name, groups: 1, figures: figures(n), ...values })
const template = (title: string, used: number, worked: number): Schemas['TemplateUseOut'] => ({
  kind: 'named',
  template_id: title,
  title,
  groups: 1,
  used,
  worked,
  failed: used - worked,
  partial: 0,
  success: share(worked, used),
})

const answer = (values: Partial<Schemas['InsightsOut']> = {}) =>
  get('/insights', {
    first: day(1),
    last: day(28),
    time_zone: 'Europe/Vienna',
    step: 'day',
    by: 'client',
    total: figures(180),
    steps: Array.from({ length: 28 }, (_, index) => ({ first: day(index + 1), last: day(index + 1), figures: index % 7 > 4 ? empty : figures(4 + ((index * 5) % 11)) })),
    groups: [
      group('Harbour Hotel and Conference Centre of the Northern Quay', 61),
      group('ACME', 44, { figures: figures(44, null) }),
      group('Mill', 3),
      group('No client', 12, { kind: 'none', key: null }),
      group('Others', 60, { kind: 'others', key: null, groups: 14 }),
    ],
    templates: [template('Restart the print spooler', 34, 29), template('Flush the DNS cache', 2, 1), { ...template('Others', 11, 7), kind: 'others', template_id: null, groups: 5 }],
    counted: [
      { figure: 'opened', name: 'Sessions opened', sentence: 'Sessions that were opened in the period.' },
      { figure: 'returned', name: 'Return rate', sentence: 'Of the escalations of the period: those given back with questions since, whenever that was.' },
    ],
    ...values,
  } satisfies Schemas['InsightsOut'])

const whole = answer()
const none = answer({ total: empty, groups: [], templates: [] })

export const insights: Story[] = [
  { name: 'A month', path: '/insights', answers: [whole] },
  { name: 'A month on a phone', path: '/insights', answers: [whole], narrow: true },
  { name: 'A rate by day and client', path: '/insights?show=first_fix', answers: [whole] },
  { name: 'As tables', path: '/insights?view=table', answers: [whole] },
  { name: 'As tables on a phone', path: '/insights?view=table', answers: [whole], narrow: true },
  { name: 'A single session', path: '/insights?days=7', answers: [answer({ total: figures(1, null), groups: [group('Mill', 1)], templates: [] })] },
  { name: 'An empty period', path: '/insights', answers: [none] },
  { name: 'Days in the wrong order', path: '/insights?from=2026-11-28&to=2026-11-01', answers: [http.get(at('/insights'), () => problem(422, 'ends_before_it_begins', 'The first day must not come after the last one.', [{ field: 'from', message: 'The first day must not come after the last one.', code: 'ends_before_it_begins' }]))] },
  { name: 'Loading', path: '/insights', answers: [http.get(at('/insights'), never)] },
  { name: 'Error', path: '/insights', answers: [http.get(at('/insights'), () => problem(503, 'database_away', 'Try again shortly.'))] },
  { name: 'For an engineer', path: '/insights', answers: [get('/auth/me', { ...ME, role: 'engineer' })] },
]
