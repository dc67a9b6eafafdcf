import type { ReactNode } from 'react'
import { count } from '@/features/settings/models/usage'
import { cost, measureOf, percent } from './measures'
import type { Figures } from './queries'

const RATES = ['first_fix', 'escalation', 'returned', 'reopened'] as const

/** The whole period at a glance; beside each rate the cases that it rests on. */
export function Tiles({ total }: { total: Figures }) {
  const { to_resolution: time, writebacks: notes, models } = total
  const stopped = [
    [notes.rejected, 'rejected'],
    [notes.overridden, 'overridden'],
    [notes.needs_human, 'for a human'],
    [notes.not_posted, 'not posted'],
  ] as const
  const told = stopped.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`)
  const unpriced = models.calls_without_price
  return (
    <dl aria-label="The whole period" className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
      <Tile name="Sessions opened" value={count(total.opened)}>
        {count(total.ended)} ended: {count(total.resolved)} resolved, {count(total.escalated)} escalated
      </Tile>
      <Tile name="Time to resolution" value={measureOf('median').text(total)}>
        {time.n === 0 ? 'Nothing was resolved' : `median of ${count(time.n)}; ${percent({ share: 0.9 })} within ${measureOf('p90').text(total)}`}
      </Tile>
      {RATES.map((id) => {
        const { name, text, cases } = measureOf(id)
        return (
          <Tile key={id} name={name} value={text(total)}>
            {cases?.(total)}
          </Tile>
        )
      })}
      <Tile name="Write-backs verified" value={measureOf('verified').text(total)}>
        {[measureOf('verified').cases?.(total), ...told].join(', ')}
      </Tile>
      <Tile name="Model cost" value={cost(total)}>
        {count(models.input_tokens + models.output_tokens)} tokens in {count(models.calls)} calls
        {unpriced > 0 && `, ${count(unpriced)} without a known price`}
      </Tile>
    </dl>
  )
}

const Tile = ({ name, value, children }: { name: string; value: string; children: ReactNode }) => (
  <div className="rounded-card border border-line bg-surface px-3 py-2">
    <dt className="text-code text-fg2">{name}</dt>
    <dd className="text-page font-semibold">{value}</dd>
    <dd className="text-meta text-fg3">{children}</dd>
  </div>
)
