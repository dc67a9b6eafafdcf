import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { http, unwrap, type Schemas } from '@/api/client'
import { meQuery } from '@/api/queries'
import { reference, ticketLine } from '@/features/sessions/queries'
import { recentSessions } from '@/lib/recent'
import type { Whole } from './types'

const REST_MS = 800

/** Tells the palette which sessions were open last, and the server how far this person has seen the session, so that what comes later is unread in the list. */
export function useSeen({ session, event_number }: Whole) {
  const cache = useQueryClient()
  const newest = useRef(event_number)
  const told = useRef(-1)
  const tell = useEffectEvent(() => {
    const number = newest.current
    if (document.hidden || told.current >= number) return
    told.current = number
    const params = { path: { session_id: session.id } }
    unwrap(http.PUT('/api/v1/ai-sessions/{session_id}/seen', { params, body: { event_number: number }, keepalive: true }))
      .then(() => markRead(cache, session.id))
      .catch(() => {
        // The next event, or the next visit, tells it.
        told.current = -1
      })
  })
  const remember = useEffectEvent(() => {
    const { number } = ticketLine(session)
    const me = cache.getQueryData(meQuery.queryKey)
    const ref = number === undefined ? '' : reference(number)
    if (me) recentSessions.add(me.user_id, { id: session.id, title: session.title, ref })
  })
  useEffect(() => remember(), [session.title])
  useEffect(() => {
    newest.current = event_number
    const timer = window.setTimeout(() => tell(), REST_MS)
    return () => window.clearTimeout(timer)
  }, [event_number])
  useEffect(() => {
    const onShow = () => tell()
    document.addEventListener('visibilitychange', onShow)
    return () => {
      document.removeEventListener('visibilitychange', onShow)
      onShow()
    }
  }, [])
}

function markRead(cache: QueryClient, sessionId: string) {
  const lists = { queryKey: ['sessions', 'list'] }
  cache.setQueriesData<InfiniteData<Schemas['SessionsOut']>>(lists, (held) =>
    held && {
      ...held,
      pages: held.pages.map((page) => ({
        ...page,
        items: page.items.map((one) => (one.id === sessionId ? { ...one, unread: false } : one)),
      })),
    },
  )
  // A list that is being read was asked for before this was told, and would say the older state.
  if (cache.isFetching(lists) > 0) void cache.cancelQueries(lists).then(() => cache.invalidateQueries(lists))
}
