import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { meQuery } from '@/api/queries'
import { moment } from '@/lib/time'
import { WritebackTelling } from '../note/WritebackTelling'
import { KIND_WORDS } from '../note/words'
import type { Writeback } from '../model/types'

const Exchanges = lazy(() => import('../note/Exchanges'))

export interface WritebackRowProps {
  sessionId: string
  writeback: Writeback
  system: string
  ticketUrl: string | undefined
}

/** The permanent line of a posted note: the same words as its message. */
export function WritebackRow({ sessionId, writeback, system, ticketUrl }: WritebackRowProps) {
  const { data: me } = useQuery(meQuery)
  const [open, setOpen] = useState(false)
  const [requests, setRequests] = useState(false)
  const when = writeback.finished_at ?? writeback.created_at
  return (
    <article data-row tabIndex={-1} aria-label={KIND_WORDS[writeback.kind].note} className="flex flex-col gap-1">
      <p className="text-meta text-fg3">
        <span className="font-semibold">{KIND_WORDS[writeback.kind].note}</span>
        {`, confirmed by ${writeback.confirmed_by_name}, `}
        <time dateTime={when}>{moment(when)}</time>
        {' · '}
        <button
          type="button"
          aria-expanded={open}
          className="text-accent underline underline-offset-2"
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide the text' : 'Show the text'}
        </button>
        {me?.role === 'admin' && writeback.step !== 'LOCAL' && (
          <>
            {' · '}
            <button
              type="button"
              aria-haspopup="dialog"
              className="text-accent underline underline-offset-2"
              onClick={() => setRequests(true)}
            >
              Show the requests
            </button>
          </>
        )}
      </p>
      <WritebackTelling sessionId={sessionId} writeback={writeback} system={system} ticketUrl={ticketUrl} />
      <Suspense>
        {requests && <Exchanges sessionId={sessionId} writebackId={writeback.id} onClose={() => setRequests(false)} />}
      </Suspense>
      {open && (
        <p className="rounded-ctl border border-line bg-sunken px-3 py-2 text-code break-words whitespace-pre-wrap">
          {writeback.text}
        </p>
      )}
    </article>
  )
}
