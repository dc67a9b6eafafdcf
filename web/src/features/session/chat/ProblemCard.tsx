import { ticketLine } from '@/features/sessions/queries'
import type { Whole } from '../model/types'

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** What the session is about: the ticket's own words, then what was pasted. */
export function ProblemCard({ session }: { session: Whole['session'] }) {
  const ticket = session.ticket ?? {}
  const parts = [textOf(ticket.description), session.problem.trim()].filter(Boolean)
  const { number } = ticketLine(session)
  const contact = textOf(ticket.contact)
  return (
    <article data-row tabIndex={-1} aria-label="Problem as told" className="rounded-card border border-line bg-surface px-3 py-2">
      <p className="mb-0.5 text-meta font-semibold text-fg3">
        {number ? `Ticket ${number}` : 'Problem'}
        {contact && <span className="font-normal"> from {contact}</span>}
      </p>
      {session.ticket && <p className="font-medium">{textOf(ticket.summary)}</p>}
      {parts.map((part) => (
        <p key={part} className="mt-1 max-h-60 overflow-y-auto break-words whitespace-pre-wrap text-fg2">
          {part}
        </p>
      ))}
    </article>
  )
}
