import { newKey } from '@/lib/key'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { MessagesSquare, X } from 'lucide-react'
import { useState } from 'react'
import { connectionsQuery } from '@/api/queries'
import { useOpenSession } from '@/features/sessions/queries'
import { moment } from '@/lib/time'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { TermList } from '@/ui/TermList'
import { AddNote } from './AddNote'
import { MoveTicket } from './MoveTicket'
import { NoteList } from './NoteList'
import { deskTicketQuery, type DeskTicket } from './queries'

export interface TicketPaneProps {
  ticketId: string
  onClose: () => void
  /** Called with the heading, once it is there. */
  onTitle: (title: HTMLElement | null) => void
}

export function TicketPane({ ticketId, onClose, onTitle }: TicketPaneProps) {
  const whole = useQuery(deskTicketQuery(ticketId))
  if (whole.isPending) return <Skeleton lines={8} label="Loading ticket" />
  if (whole.error) {
    return <ErrorState what="This ticket could not be loaded." error={whole.error} onRetry={() => void whole.refetch()} />
  }
  const { ticket, notes, allowed_statuses } = whole.data
  return (
    <article aria-labelledby="ticket-title" className="flex flex-col gap-4 p-4">
      <header className="flex items-start gap-2 max-sm:flex-wrap">
        <div className="min-w-0 flex-1">
          <p className="font-mono text-code text-fg2">#{ticket.number}</p>
          <h2 id="ticket-title" ref={onTitle} tabIndex={-1} className="rounded-tag text-panel font-semibold break-words">
            {ticket.summary}
          </h2>
        </div>
        <StartSession ticket={ticket} />
        <IconButton name="Close ticket" icon={X} onClick={onClose} />
      </header>
      <Facts ticket={ticket} />
      <MoveTicket ticket={ticket} allowed={allowed_statuses} />
      <p className="break-words whitespace-pre-wrap">{ticket.description}</p>
      <NoteList notes={notes} />
      <AddNote ticketId={ticket.id} />
    </article>
  )
}

function Facts({ ticket }: { ticket: DeskTicket }) {
  const rows = [
    ['Company', ticket.company],
    ['Contact', ticket.contact],
    ['Device', ticket.device],
    ['Opened', moment(ticket.created_at)],
    ['Changed', `${moment(ticket.updated_at)} by ${ticket.updated_by}`],
  ] as const
  return <TermList rows={rows} />
}

function StartSession({ ticket }: { ticket: DeskTicket }) {
  const navigate = useNavigate()
  const { data } = useQuery(connectionsQuery)
  const desk = data?.items.find(({ provider }) => provider === 'local')
  const [key] = useState(() => newKey())
  const open = useOpenSession((session) => navigate({ to: '/pilot/$sessionId', params: { sessionId: session.id } }))
  if (!desk) return null
  const start = () => open.mutate({ ticket: { connection_id: desk.id, ticket_id: ticket.id }, key })
  return (
    <div className="flex flex-col items-end gap-2 max-sm:order-last max-sm:basis-full max-sm:items-start">
      <Button onClick={start} idle={open.isPending}>
        <MessagesSquare size={16} strokeWidth={1.75} aria-hidden /> {open.isPending ? 'Opening' : 'Open session'}
      </Button>
      <FormError error={open.error} />
    </div>
  )
}
