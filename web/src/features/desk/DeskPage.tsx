import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Inbox, Plus } from 'lucide-react'
import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import { useActions } from '@/shell/actions'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { SearchField } from '@/ui/SearchField'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { DeskTable } from './DeskTable'
import { deskTicketsQuery } from './queries'
import { TicketPane } from './TicketPane'

const NewTicket = lazy(() => import('./NewTicket'))

export default function DeskPage() {
  const { q = '', ticket } = useSearch({ from: '/app/desk' })
  const navigate = useNavigate({ from: '/desk' })
  const [creating, setCreating] = useState(false)
  const show = (ticketId: string) => void navigate({ search: { ...(q && { q }), ticket: ticketId } })
  const create = () => setCreating(true)
  const made = useRef<string>(undefined)
  // The focus goes to what was made, not back to the button that made it.
  const onTitle = useCallback(
    (title: HTMLElement | null) => {
      if (!title || made.current !== ticket) return
      made.current = undefined
      title.focus()
    },
    [ticket],
  )
  useActions([{ id: 'new-ticket', name: 'New desk ticket', group: 'This page', keys: 'n', run: create }])

  return (
    <Page
      title="Local desk"
      layout="fill"
      actions={
        <Button variant="primary" onClick={create}>
          <Plus size={16} strokeWidth={2} aria-hidden /> New ticket
        </Button>
      }
    >
      <div className="flex min-h-0 flex-1 gap-4">
        <div className={cx('flex min-w-0 flex-1 flex-col gap-3', ticket && 'max-lane:hidden')}>
          <SearchField
            label="Search desk tickets"
            placeholder="Number or words"
            value={q}
            onSettle={(words) => void navigate({ search: { ...(words && { q: words }), ...(ticket && { ticket }) }, replace: true })}
          />
          <TicketList q={q} selected={ticket} onCreate={create} />
        </div>
        {ticket && (
          <section
            aria-label="Ticket"
            className="min-w-0 flex-1 overflow-y-auto self-start max-h-full rounded-card border border-line bg-surface lane:max-w-2xl"
          >
            <RegionBoundary name="The ticket" key={ticket}>
              <TicketPane ticketId={ticket} onTitle={onTitle} onClose={() => void navigate({ search: q ? { q } : {} })} />
            </RegionBoundary>
          </section>
        )}
      </div>
      <Suspense>
        {creating && (
          <NewTicket
            onClose={() => setCreating(false)}
            onCreated={({ id }) => {
              setCreating(false)
              made.current = id
              show(id)
            }}
          />
        )}
      </Suspense>
    </Page>
  )
}

function TicketList({ q, selected, onCreate }: { q: string; selected: string | undefined; onCreate: () => void }) {
  const list = useInfiniteQuery(deskTicketsQuery(q))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const more = list.hasNextPage && !list.isFetchingNextPage

  if (list.isPending) return <Skeleton lines={8} label="Loading tickets" />
  if (list.error) {
    return <ErrorState what="The tickets could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={Inbox} action={q ? undefined : <Button onClick={onCreate}>Create the first ticket</Button>}>
        {q ? 'No ticket has these words.' : 'The desk has no tickets yet. It is for trying Resolvent out, or for working without a ticketing system.'}
      </EmptyState>
    )
  }
  return <DeskTable rows={rows} q={q} selected={selected} onEnd={more ? () => void list.fetchNextPage() : undefined} />
}
