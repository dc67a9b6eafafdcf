import type { ApiError } from '@/api/client'
import { moment } from '@/lib/time'

/** As a refused post names each change (`changes` of a `ticket_changed`). */
interface Change {
  field: string
  seen: string | null
  now: string | null
  by: string | null
  at: string | null
  visibility: string | null
}

const changesOf = (error: ApiError): Change[] => (Array.isArray(error.problem.changes) ? (error.problem.changes as Change[]) : [])

const whoAndWhen = ({ by, at }: Change): string => [by, at && moment(at)].filter(Boolean).join(', ')

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What others did at the ticket since this note was written: to be read before the note is confirmed again. */
export function TicketChanges({ error }: { error: ApiError }) {
  return (
    <section
      role="alert"
      aria-label="Changes at the ticket"
      className="max-h-56 overflow-y-auto rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg"
    >
      <p className="font-medium">{error.message}</p>
      <ul className="mt-1.5 flex flex-col gap-1.5 text-code">
        {changesOf(error).map((change, index) => (
          <li key={index}>{change.field === 'note' ? <NewNote change={change} /> : <Moved change={change} />}</li>
        ))}
      </ul>
    </section>
  )
}

function Moved({ change }: { change: Change }) {
  const { field, seen, now } = change
  const last = whoAndWhen(change)
  return (
    <p className="break-words">
      {field === 'ticket' ? (
        'Something else was changed at the ticket'
      ) : (
        <>
          <span className="font-medium">{capital(field)}</span>: {seen ?? 'empty'} → {now ?? 'empty'}
        </>
      )}
      {last && <span className="text-meta"> (last change: {last})</span>}
    </p>
  )
}

function NewNote({ change }: { change: Change }) {
  return (
    <>
      <p>
        <span className="font-medium">New note</span>, {change.visibility === 'internal' ? 'internal' : 'customer-visible'}
        <span className="text-meta"> ({whoAndWhen(change)})</span>
      </p>
      <blockquote className="mt-0.5 border-l-2 border-amber-bd pl-2 break-words whitespace-pre-wrap">{change.now}</blockquote>
    </>
  )
}
