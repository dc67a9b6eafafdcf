import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LifeBuoy } from 'lucide-react'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { EscalationPane } from './EscalationPane'
import { EscalationTable } from './EscalationTable'
import type { QueueFilters } from './filters'
import { timesQuery, useLiveQueue, waitingQuery } from './queries'
import { duration } from './times'

/** Sessions that wait for another engineer, the longest first. */
export default function EscalationsPage() {
  const { session, ...filters } = useSearch({ from: '/app/escalations' })
  const navigate = useNavigate({ from: '/escalations' })
  const list = useInfiniteQuery({ ...waitingQuery(filters), placeholderData: (before) => before })
  useLiveQueue()
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const newest = list.data?.pages.at(-1)
  const change = (next: QueueFilters) => void navigate({ search: { ...next, ...(session && { session }) }, replace: true })
  const more = list.hasNextPage && !list.isFetchingNextPage

  return (
    <Page title="Escalations" layout="fill">
      <div className="flex min-h-0 flex-1 gap-4">
        <div className={cx('flex min-w-0 flex-1 flex-col gap-3', session && 'max-lane:hidden')}>
          {newest && <Bar {...{ filters, total: newest.total, mine: newest.mine, queues: newest.queues }} onChange={change} />}
          {list.isPending && <Skeleton lines={6} label="Loading escalations" />}
          {list.error && (
            <ErrorState what="The queue could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
          )}
          {newest && rows.length === 0 && <Nothing all={newest.total} onClear={() => change({})} />}
          {rows.length > 0 && (
            <EscalationTable rows={rows} filters={filters} selected={session} onEnd={more ? () => void list.fetchNextPage() : undefined} />
          )}
        </div>
        {session && (
          <section
            aria-label="Escalation"
            className="max-h-full min-w-0 flex-1 self-start overflow-y-auto rounded-card border border-line bg-surface lane:max-w-2xl"
          >
            <RegionBoundary name="The escalation" key={session}>
              <EscalationPane sessionId={session} onClose={() => void navigate({ search: filters })} />
            </RegionBoundary>
          </section>
        )}
      </div>
    </Page>
  )
}

interface BarProps {
  filters: QueueFilters
  total: number
  mine: number
  queues: readonly string[]
  onChange: (next: QueueFilters) => void
}

/** For whom, and how long people waited so far. */
function Bar({ filters, total, mine, queues, onChange }: BarProps) {
  const { data: times } = useQuery(timesQuery)
  const named = filters.queue && !queues.includes(filters.queue) ? [...queues, filters.queue] : queues
  const value = filters.mine ? 'mine' : filters.queue ? `queue ${filters.queue}` : 'all'
  const options = [
    { value: 'all', label: `All ${total}` },
    { value: 'mine', label: `For me ${mine}` },
    ...named.map((name) => ({ value: `queue ${name}`, label: name })),
  ]
  const choose = (chosen: string) =>
    onChange(chosen === 'mine' ? { mine: true } : chosen === 'all' ? {} : { queue: chosen.slice('queue '.length) })
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <ToggleGroup label="For whom" value={value} options={options} onChange={choose} />
      {times && times.median_wait_seconds !== null && (
        <p className="text-code text-fg2">
          Picked up after {duration(times.median_wait_seconds)} (median of {times.picked_up})
          {times.returned > 0 && `, returned ${times.returned}`}
        </p>
      )}
    </div>
  )
}

function Nothing({ all, onClear }: { all: number; onClear: () => void }) {
  return (
    <EmptyState icon={LifeBuoy} action={all > 0 ? <Button onClick={onClear}>Show all {all}</Button> : undefined}>
      {all > 0 ? 'Nothing waits here.' : 'Nothing waits. A session that is escalated stands here until an engineer picks it up.'}
    </EmptyState>
  )
}
