import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookmarkPlus, Settings2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { ownQuery } from '@/api/own'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { parseFilters, writeFilters, type Filters } from './filters'

const SavedFiltersDialog = lazy(() => import('./SavedFiltersDialog'))

/** Own filters under own names, in every browser. */
export function SavedFilters({ filters }: { filters: Filters }) {
  const { data: own } = useQuery(ownQuery)
  /** What the dialog keeps under a name; '' when it only edits. */
  const [keeping, setKeeping] = useState<string>()
  if (!own) return null
  const here = writeFilters(filters)
  const isSaved = own.saved_filters.some(({ search }) => search === here)
  if (own.saved_filters.length === 0 && here === '') return null
  return (
    <div role="group" aria-label="Saved filters" className="-mt-1 flex flex-wrap items-center gap-1.5">
      {own.saved_filters.map(({ name, search }) => (
        <Link
          key={name}
          to="/sessions"
          search={parseFilters(search)}
          replace
          // The address decides by its parts; here the whole of it does.
          activeOptions={{ exact: true }}
          aria-current={search === here ? 'page' : undefined}
          className="inline-flex h-7 items-center rounded-ctl border border-line bg-surface px-2 text-code text-fg2 hover:bg-sunken hover:text-fg aria-[current=page]:border-accent aria-[current=page]:text-accent"
        >
          {name}
        </Link>
      ))}
      {here !== '' && !isSaved && (
        <Button small variant="ghost" onClick={() => setKeeping(here)}>
          <BookmarkPlus size={14} strokeWidth={1.75} aria-hidden /> Save these filters
        </Button>
      )}
      {own.saved_filters.length > 0 && (
        <IconButton name="Edit saved filters" icon={Settings2} onClick={() => setKeeping('')} />
      )}
      <Suspense>
        {keeping !== undefined && (
          <SavedFiltersDialog saved={own.saved_filters} search={keeping} onClose={() => setKeeping(undefined)} />
        )}
      </Suspense>
    </div>
  )
}
