import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { MessagesSquare, Plus } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react'
import { ownQuery } from '@/api/own'
import { meQuery } from '@/api/queries'
import { early } from '@/lib/early'
import { useActions } from '@/shell/actions'
import { Button, buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { FilterBar } from './FilterBar'
import { writeFilters, type Filters } from './filters'
import { countsQuery, firstStepsQuery, sessionsQuery } from './queries'
import { SavedFilters } from './SavedFilters'
import { SessionTable } from './SessionTable'

const [FirstSteps, fetchFirstSteps] = early(() => import('./FirstSteps'))
const NewSession = lazy(() => import('./NewSession'))

export default function SessionsPage() {
  const filters = useSearch({ from: '/app/sessions' })
  const navigate = useNavigate({ from: '/sessions' })
  const { data: me } = useQuery(meQuery)
  // Its first drawing is the largest: React does it in pieces, between which keys and taps are taken.
  const guide = useDeferredValue(useGuide())
  const { data: counts } = useQuery({ ...countsQuery(filters, me?.user_id), placeholderData: (before) => before })
  const list = useInfiniteQuery({ ...sessionsQuery(filters, me?.user_id), placeholderData: (before) => before })
  const [opening, setOpening] = useState(false)
  const change = (next: Filters) => void navigate({ search: next, replace: true })
  const open = () => setOpening(true)
  useActions([{ id: 'new-session', name: 'New session', group: 'This page', keys: 'n', run: open }])

  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const filtered = Object.keys(filters).length > 0
  const more = list.hasNextPage && !list.isFetchingNextPage && !list.isPlaceholderData

  return (
    <Page
      title="Sessions"
      layout="fill"
      actions={
        <Button variant="primary" onClick={open}>
          <Plus size={16} strokeWidth={2} aria-hidden /> New session
        </Button>
      }
    >
      {guide === 'unknown' ? (
        <Loading />
      ) : (
        <Suspense fallback={<Loading />}>
          {guide === 'shown' && <FirstSteps />}
          <FilterBar filters={filters} counts={counts} onChange={change} />
          <SavedFilters filters={filters} />
          {list.isPending && <Loading />}
          {list.error && (
            <ErrorState what="The sessions could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
          )}
          {list.data && rows.length === 0 && (filtered ? <NoMatch q={filters.q} onClear={() => change({})} /> : <NoneYet onOpen={open} />)}
          {rows.length > 0 && (
            <div aria-busy={list.isPlaceholderData} className="flex min-h-60 flex-col aria-busy:opacity-60">
              <SessionTable
                rows={rows}
                place={`sessions?${writeFilters(filters)}`}
                onEnd={more ? () => void list.fetchNextPage() : undefined}
              />
            </div>
          )}
        </Suspense>
      )}
      <Suspense>{opening && <NewSession onClose={() => setOpening(false)} />}</Suspense>
    </Page>
  )
}

/** Whether the first steps stand above the list: nothing is drawn below them before that is known, as they would push it down. */
function useGuide(): 'unknown' | 'shown' | 'hidden' {
  const own = useQuery(ownQuery)
  const wanted = own.data?.guide_hidden === false
  const steps = useQuery({ ...firstStepsQuery, enabled: wanted })
  const code = useQuery({ queryKey: ['code', 'first-steps'], queryFn: () => fetchFirstSteps().then(() => true), enabled: wanted })
  if (own.isPending || (wanted && (steps.isPending || code.isPending))) return 'unknown'
  return wanted && steps.data ? 'shown' : 'hidden'
}

const Loading = () => <Skeleton lines={8} label="Loading sessions" />

/** The list knows no fixes and no notes: those of closed sessions are searched elsewhere. */
function NoMatch({ q, onClear }: { q: string | undefined; onClear: () => void }) {
  return (
    <EmptyState
      icon={MessagesSquare}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={onClear}>Clear the filters</Button>
          {q && (
            <Link to="/search" search={{ q }} className={buttonLook()}>
              Search closed sessions
            </Link>
          )}
        </div>
      }
    >
      No session matches these filters.
    </EmptyState>
  )
}

function NoneYet({ onOpen }: { onOpen: () => void }) {
  return (
    <EmptyState icon={MessagesSquare} action={<Button onClick={onOpen}>Open the first session</Button>}>
      There are no sessions yet. Open one from a ticket, or paste a problem.
    </EmptyState>
  )
}
