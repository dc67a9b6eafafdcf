import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useDeferredValue, useEffect, useEffectEvent, useState, type KeyboardEvent, type RefObject } from 'react'
import type { Schemas } from '@/api/client'
import { connectionsQuery } from '@/api/queries'
import { Select, TextField } from '@/ui/Field'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { ticketsQuery } from './queries'

type Pick = Schemas['TicketPick']

/** From the field of words to what was found, along it, and back. */
function moveAlong(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.nativeEvent.isComposing) return
  const stops = [...(event.currentTarget.closest('[role=dialog]')?.querySelectorAll<HTMLElement>('input[type=search], ul button') ?? [])]
  const next = stops[stops.indexOf(event.currentTarget) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

export interface FromTicketProps {
  search?: RefObject<HTMLInputElement | null>
  /** The field of words can be typed into. */
  onReady?: () => void
  busy: boolean
  onPick: (pick: Pick) => void
}

export function FromTicket({ search, onReady, busy, onPick }: FromTicketProps) {
  const connections = useQuery(connectionsQuery)
  const [chosen, setChosen] = useState<string>()
  const [words, setWords] = useState('')
  const q = useDeferredValue(words.trim())
  const items = connections.data?.items ?? []
  const connectionId = chosen ?? items[0]?.id

  const ready = connectionId !== undefined
  const tell = useEffectEvent(() => onReady?.())
  useEffect(() => {
    // A dialog that has just opened places the focus itself, right after this.
    const timer = ready ? window.setTimeout(tell) : undefined
    return () => window.clearTimeout(timer)
  }, [ready])

  if (connections.isPending) return <Skeleton lines={3} label="Loading ticketing systems" />
  if (connections.error) {
    return (
      <ErrorState
        what="The ticketing systems could not be loaded."
        error={connections.error}
        onRetry={() => void connections.refetch()}
      />
    )
  }
  if (connectionId === undefined) {
    return (
      <EmptyState
        action={
          <Link to="/settings/psa" className="text-accent underline">
            Connect a ticketing system
          </Link>
        }
      >
        No ticketing system is connected yet. A session can also start from a pasted problem.
      </EmptyState>
    )
  }
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <Select
          label="Ticketing system"
          className="w-48"
          value={connectionId}
          onChange={(event) => setChosen(event.target.value)}
          options={items.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField
          ref={search}
          label="Search tickets"
          icon={Search}
          type="search"
          className="min-w-48 flex-1"
          placeholder="Number or words"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={moveAlong}
        />
      </div>
      <Found connectionId={connectionId} q={q} busy={busy} onPick={onPick} />
    </>
  )
}

function Found({ connectionId, q, busy, onPick }: FromTicketProps & { connectionId: string; q: string }) {
  const found = useQuery({ ...ticketsQuery(connectionId, q), placeholderData: (before) => before })
  if (found.isPending) return <Skeleton lines={5} label="Searching tickets" />
  if (found.error) {
    return <ErrorState what="The tickets could not be read." error={found.error} onRetry={() => void found.refetch()} />
  }
  if (found.data.items.length === 0) return <EmptyState>No ticket has these words.</EmptyState>
  return (
    <ul aria-label="Tickets" aria-busy={found.isFetching} className="divide-y divide-line rounded-card border border-line">
      {found.data.items.map((ticket) => (
        <li key={ticket.id}>
          <button
            type="button"
            aria-disabled={busy || undefined}
            onKeyDown={moveAlong}
            onClick={() => onPick({ connection_id: connectionId, ticket_id: ticket.id })}
            className="flex w-full items-center gap-3 px-3 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
          >
            <span className="font-mono text-code text-fg2">#{ticket.number}</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{ticket.summary}</span>
              {ticket.company && <span className="block truncate text-meta text-fg3">{ticket.company}</span>}
            </span>
            <Tag>{ticket.status.name}</Tag>
          </button>
        </li>
      ))}
    </ul>
  )
}
