import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EndLine } from '@/features/search/EndLine'
import { similarQuery, type FoundSession } from '@/features/search/queries'
import { StatusTag } from '@/features/sessions/StatusTag'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { LaneSection } from '../lane/LaneSection'
import type { Whole } from '../model/types'

export interface SimilarSessionsProps {
  session: Whole['session']
  /** In the lane, or below the problem where a narrow window hides the lane. */
  inLane?: boolean
}

/** Closed sessions that were much the same, and how they ended. Nothing where there is none. */
export default function SimilarSessions({ session, inLane = false }: SimilarSessionsProps) {
  const { data, isError, isFetching, refetch } = useQuery(similarQuery(session))
  if (!isError && !data?.items.length) return null
  const body = isError ? (
    <p className="flex flex-wrap items-center gap-x-2 text-fg2">
      They could not be loaded.
      <Button small variant="ghost" idle={isFetching} onClick={() => void refetch()}>
        Retry
      </Button>
    </p>
  ) : (
    <SimilarList items={data?.items ?? []} />
  )
  if (inLane) {
    return (
      <LaneSection id="similar" title="Similar sessions">
        {body}
      </LaneSection>
    )
  }
  return (
    <section aria-label="Similar sessions" className="mx-auto w-full max-w-3xl px-4 pb-4 lane:hidden">
      <h2 className="mb-1 text-code font-semibold tracking-wide text-fg2">Similar sessions</h2>
      {body}
    </section>
  )
}

function SimilarList({ items }: { items: readonly FoundSession[] }) {
  const now = useNow()
  return (
    <ul className="flex flex-col gap-2 pt-0.5">
      {items.map((found) => (
        <li key={found.session_id} className="flex flex-col gap-0.5 text-code">
          <div className="flex items-start gap-2">
            <Link
              to="/pilot/$sessionId"
              params={{ sessionId: found.session_id }}
              className="line-clamp-2 min-w-0 flex-1 font-medium break-words text-fg hover:underline"
            >
              {found.title}
            </Link>
            <StatusTag status={found.status} />
          </div>
          <EndLine found={found} />
          <p className="text-meta text-fg3">
            {found.client && `${found.client}${found.same_client ? ' (same client)' : ''} · `}
            <time dateTime={found.closed_at} title={moment(found.closed_at)}>
              closed {age(found.closed_at, now)}
            </time>
          </p>
        </li>
      ))}
    </ul>
  )
}
