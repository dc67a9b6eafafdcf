import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { TextSearch } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useActions } from '@/shell/actions'
import { Button, buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { readSearchFilters, type SearchFilters } from './filters'
import { searchQuery } from './queries'
import { ResultList } from './ResultList'
import { SearchBar } from './SearchBar'
import { findFollowed, useResultKeys } from './useResultKeys'
import { tellCount } from './words'

/** What closed sessions were about, and how they ended. */
export default function SearchPage() {
  const filters = useSearch({ from: '/app/search' })
  const navigate = useNavigate({ from: '/search' })
  const change = (part: Partial<Record<keyof SearchFilters, string>>) =>
    void navigate({ search: readSearchFilters({ ...filters, ...part }), replace: true })
  const field = useRef<HTMLInputElement>(null)
  const results = useRef<HTMLDivElement>(null)
  const place = JSON.stringify(filters)
  const { first } = useResultKeys(results, place)
  const opened = useRef(place)
  // Whoever comes back stands at the result that was followed; everybody else types.
  useEffect(() => (findFollowed(opened.current) ?? field.current)?.focus(), [])
  useActions([{ id: 'filter', name: 'Search closed sessions', group: 'This page', keys: '/', run: () => field.current?.focus() }])
  return (
    <Page title="Search">
      <SearchBar {...{ field, filters }} onChange={change} onDown={first} />
      <div ref={results} className="flex flex-col gap-3">
        {filters.q ? <Results filters={{ ...filters, q: filters.q }} onClear={() => change({ client: '', status: '' })} /> : <Unasked />}
      </div>
    </Page>
  )
}

function Results({ filters, onClear }: { filters: SearchFilters & { q: string }; onClear: () => void }) {
  const { q } = filters
  const list = useInfiniteQuery(searchQuery(filters))
  const { data, error, isPlaceholderData: old } = list
  if (error) return <ErrorState what="The search failed." error={error} onRetry={() => void list.refetch()} />
  const newest = data?.pages.at(-1)
  if (!newest) return <Skeleton lines={8} label="Searching" />
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div aria-busy={old} className="flex flex-col gap-3 aria-busy:opacity-60">
      <p role="status" className={rows.length > 0 ? 'text-meta text-fg3' : 'sr-only'}>
        {rows.length > 0 ? tellCount(newest) : 'No closed session was found.'}
      </p>
      {newest.trouble && <p className="-mt-2 text-meta text-fg3">Found by words alone. {newest.trouble}</p>}
      {rows.length > 0 ? (
        <ResultList {...{ rows, query: q }} loading={list.isFetchingNextPage} onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined} />
      ) : (
        <NoHit q={q} onClear={filters.client || filters.status ? onClear : undefined} />
      )}
    </div>
  )
}

/** The way out: without the filters, then among sessions that are still open. */
function NoHit({ q, onClear }: { q: string; onClear: (() => void) | undefined }) {
  return (
    <EmptyState
      icon={TextSearch}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {onClear && (
            <Button variant="primary" onClick={onClear}>
              Search without the filters
            </Button>
          )}
          <Link to="/sessions" search={{ q }} className={buttonLook()}>
            Look in all sessions
          </Link>
        </div>
      }
    >
      No closed session {onClear ? 'with these filters ' : ''}has any of these words. Sessions that are still open are not searched here.
    </EmptyState>
  )
}

function Unasked() {
  return (
    <EmptyState
      icon={TextSearch}
      action={
        <Link to="/sessions" search={{ status: 'active' }} className={buttonLook()}>
          Go to open sessions
        </Link>
      }
    >
      Closed sessions are searched: title, ticket number, client, problem, what fixed it, and the posted note. Not searched are sessions that are still open,
      and what was said in the chat.
      <span className="mt-3 block text-code text-fg3">
        Words in any form. <Sign>&quot;a phrase&quot;</Sign> in quotes, <Sign>or</Sign> between words, <Sign>-word</Sign> to leave one out.
      </span>
    </EmptyState>
  )
}

const Sign = ({ children }: { children: ReactNode }) => <code className="rounded-tag bg-sunken px-1 font-mono text-fg2">{children}</code>
