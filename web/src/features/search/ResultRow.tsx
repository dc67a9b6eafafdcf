import { Link } from '@tanstack/react-router'
import { reference } from '@/features/sessions/queries'
import { StatusTag } from '@/features/sessions/StatusTag'
import { age, moment } from '@/lib/time'
import { ROW_MAIN } from '@/ui/DataTable'
import { EndLine } from './EndLine'
import { Marked } from './Marked'
import type { FoundSession } from './queries'
import { beginning } from './words'

export interface ResultRowProps {
  found: FoundSession
  query: string
  now: number
}

export function ResultRow({ found, query, now }: ResultRowProps) {
  const { session_id: sessionId, title, status, client, ticket_number: number, closed_at: at } = found
  const told = beginning(found)
  return (
    <li
      data-session={sessionId}
      className="relative flex flex-col gap-1 border-b border-line px-3 py-2.5 [contain-intrinsic-size:auto_96px] [content-visibility:auto] last:border-b-0 hover:bg-sunken has-focus-visible:bg-sunken in-data-[density=compact]:py-1.5"
    >
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1">
          <Link
            {...ROW_MAIN}
            to="/pilot/$sessionId"
            params={{ sessionId }}
            className="line-clamp-2 font-medium break-words text-fg max-sm:line-clamp-3 after:absolute after:inset-0 focus-visible:-outline-offset-2"
          >
            <Marked text={title} query={query} />
          </Link>
        </h2>
        <StatusTag status={status} />
      </div>
      <EndLine found={found} query={query} />
      {told && (
        <p className="line-clamp-2 text-code break-words text-fg3">
          <Marked text={told} query={query} />
        </p>
      )}
      <p className="text-meta text-fg3">
        {number && (
          <>
            <span className="font-mono">
              <Marked text={reference(number)} query={query} />
            </span>
            {' · '}
          </>
        )}
        {client && (
          <>
            <Marked text={client} query={query} />
            {' · '}
          </>
        )}
        <time dateTime={at} title={moment(at)}>
          closed {age(at, now)}
        </time>
      </p>
    </li>
  )
}
