import { Link } from '@tanstack/react-router'
import { moment } from '@/lib/time'
import type { User } from '../users/queries'
import { actOf, changesOf, isAboutUser, type Change, type Entry } from './words'

export interface AuditRowProps {
  entry: Entry
  people: readonly User[]
  onSession: (sessionId: string) => void
}

const LINK = 'text-accent underline underline-offset-2'

export function AuditRow({ entry, people, onSession }: AuditRowProps) {
  const about = isAboutUser(entry) ? people.find(({ id }) => id === entry.subject_id)?.name : undefined
  const changes = changesOf(entry)
  const { session_id: session, origin } = entry
  return (
    <li className="grid gap-x-4 gap-y-0.5 px-3 py-2 sm:grid-cols-[9.5rem_1fr_auto]">
      <time dateTime={entry.at} className="text-code text-fg3 tabular-nums sm:leading-5">
        {moment(entry.at)}
      </time>
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="break-words">
          <span className="font-medium">{entry.actor.name}</span> {actOf(entry.action)}
          {about && (
            <>
              : <span className="font-medium">{about}</span>
            </>
          )}
        </p>
        {changes.length > 0 && (
          <ul className="flex flex-wrap gap-x-4 text-code text-fg2">
            {changes.map((change) => (
              <ChangeLine key={change.name} {...change} />
            ))}
          </ul>
        )}
        {session && (
          <p className="flex flex-wrap gap-x-3 text-meta">
            <Link to="/pilot/$sessionId" params={{ sessionId: session }} className={LINK}>
              Open the session
            </Link>
            <button type="button" className={LINK} onClick={() => onSession(session)}>
              Only this session
            </button>
          </p>
        )}
      </div>
      {origin && <p className="text-meta text-fg3 sm:text-right sm:leading-5">from {origin}</p>}
    </li>
  )
}

const ChangeLine = ({ name, before, after }: Change) => (
  <li className="min-w-0 break-words">
    {name}:{' '}
    {before !== undefined && after !== undefined ? (
      <>
        <span className="text-fg3">{before}</span> <span aria-hidden>→</span>{' '}
        <span className="sr-only">became</span> {after}
      </>
    ) : (
      (after ?? <span className="text-fg3">was {before}</span>)
    )}
  </li>
)
