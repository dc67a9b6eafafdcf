import { duration } from '@/features/escalations/times'
import { costText, count } from '@/features/settings/models/usage'
import { percent as percentOf } from '@/lib/percent'
import type { Figures, Share } from './queries'

export interface Measure {
  id: string
  name: string
  /** For a bar; null where there is no case, which is not zero. */
  value: (figures: Figures) => number | null
  text: (figures: Figures) => string
  /** How many cases it rests on, in words; of counts nothing. */
  cases?: (figures: Figures) => string
  /** A bar's full length, where it is not the largest value. */
  full?: number
}

export const percent = ({ share }: Pick<Share, 'share'>): string => (share === null ? '–' : percentOf(share))

const counted = (id: string, name: string, value: (figures: Figures) => number): Measure => ({
  id,
  name,
  value,
  text: (figures) => count(value(figures)),
})

const rate = (id: string, name: string, of: (figures: Figures) => Share): Measure => ({
  id,
  name,
  value: (figures) => of(figures).share,
  text: (figures) => percent(of(figures)),
  cases: (figures) => `${count(of(figures).part)} of ${count(of(figures).whole)}`,
  full: 1,
})

const time = (id: string, name: string, value: (figures: Figures) => number | null): Measure => ({
  id,
  name,
  value,
  text: (figures) => {
    const seconds = value(figures)
    return seconds === null ? '–' : duration(seconds)
  },
  cases: ({ to_resolution: { n } }) => `of ${count(n)}`,
})

/** A price that nobody knows is said so; it is never nothing. */
export function cost({ models: { calls, cost_usd: known, calls_without_price: unpriced } }: Figures): string {
  if (calls === 0) return '–'
  if (known === null) return 'unknown'
  return unpriced > 0 ? `at least ${costText(known)}` : costText(known)
}

export const MEASURES: readonly Measure[] = [
  counted('opened', 'Sessions opened', ({ opened }) => opened),
  counted('resolved', 'Resolved', ({ resolved }) => resolved),
  counted('escalated', 'Escalated', ({ escalated }) => escalated),
  time('median', 'Time to resolution, median', ({ to_resolution }) => to_resolution.median),
  time('p90', `Time to resolution, ${percentOf(0.9)} within`, ({ to_resolution }) => to_resolution.p90),
  rate('first_fix', 'First-fix success', ({ first_fix }) => first_fix),
  rate('escalation', 'Escalation rate', ({ escalation }) => escalation),
  rate('returned', 'Return rate', ({ returned }) => returned),
  rate('reopened', 'Reopened', ({ reopened }) => reopened),
  rate('verified', 'Write-backs verified', ({ writebacks }) => writebacks.proven),
  counted('stopped', 'Write-backs not proven', ({ writebacks: { rejected, overridden, needs_human, not_posted } }) => rejected + overridden + needs_human + not_posted),
  counted('tokens', 'Tokens', ({ models }) => models.input_tokens + models.output_tokens),
  {
    id: 'cost',
    name: 'Model cost',
    value: ({ models }) => (models.cost_usd === null ? null : Number(models.cost_usd)),
    text: cost,
    cases: ({ models: { calls, calls_without_price: unpriced } }) =>
      `of ${count(calls)} calls${unpriced > 0 ? `, ${count(unpriced)} without a known price` : ''}`,
  },
]

export const measureOf = (id: string | undefined): Measure => MEASURES.find((one) => one.id === id) ?? MEASURES[0]!
