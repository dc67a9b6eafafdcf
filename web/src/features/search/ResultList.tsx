import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { ROW_MAIN } from '@/ui/DataTable'
import type { FoundSession } from './queries'
import { ResultRow } from './ResultRow'

export interface ResultListProps {
  rows: readonly FoundSession[]
  query: string
  /** Undefined: these are all. */
  onMore: (() => void) | undefined
  loading: boolean
}

export function ResultList({ rows, query, onMore, loading }: ResultListProps) {
  const now = useNow()
  return (
    <>
      <ol aria-label="Closed sessions" className="rounded-card border border-line bg-surface">
        {rows.map((found) => (
          <ResultRow key={found.session_id} {...{ found, query, now }} />
        ))}
      </ol>
      {onMore && (
        <Button {...ROW_MAIN} className="self-center" idle={loading} onClick={onMore}>
          {loading ? 'Loading' : 'Show more'}
        </Button>
      )}
    </>
  )
}
