import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { EventSourceMessage } from 'eventsource-parser'
import { streamState } from '@/api/connection'
import { EventStream, type StreamState } from '@/api/events'
import { attachmentsKey } from './attachments'
import type { Delta, LiveAnswers } from './live'
import { announceEnd, announceTicket } from './announce'
import { runningTurn, wholeKey } from './whole'
import type { People } from '../people/people'
import type { Heard } from '../people/remote'
import type { Sight } from '../people/sight'
import type { Whole } from './types'

/** Several events of one moment ask for one reading. */
const SETTLE_MS = 30

/** Follows the session's events: text goes to `live`, everything else asks for the session anew. */
export function useSessionStream(whole: Whole | undefined, live: LiveAnswers, people: People) {
  const cache = useQueryClient()
  const [state, setState] = useState<StreamState>('connecting')
  const stream = useRef<EventStream>(null)
  const timer = useRef<number>(undefined)
  const id = whole?.session.id

  const refetch = () => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      if (id) void cache.invalidateQueries({ queryKey: wholeKey(id), exact: true })
    }, SETTLE_MS)
  }
  const receive = useEffectEvent(({ event, data }: EventSourceMessage) => {
    if (event === 'turn.delta') {
      if (!live.add(JSON.parse(data) as Delta)) refetch()
      return
    }
    if (event === 'presence') {
      if (people.see(JSON.parse(data) as Sight)) refetch()
      return
    }
    if (event === 'state') people.hear(JSON.parse(data) as Heard)
    if (event === 'turn.finished') {
      live.flush()
      const end = JSON.parse(data) as { turn_id: string; status: string }
      announceEnd(end.status, live.get(end.turn_id))
    }
    if (event === 'ticket_changed') announceTicket()
    if (event === 'state' && id && (JSON.parse(data) as { changed?: string[] }).changed?.includes('attachments')) {
      void cache.invalidateQueries({ queryKey: attachmentsKey(id) })
    }
    refetch()
  })
  const seed = useEffectEvent(() => {
    for (const { turn, content } of whole?.messages ?? []) {
      if (turn?.status === 'running') live.seed(turn.id, content)
    }
  })
  const tell = (next: StreamState) => {
    setState(next)
    streamState.set(next)
  }
  const startAfter = useEffectEvent(() => String(whole?.event_number ?? ''))
  const resync = useEffectEvent(refetch)

  const running = whole && runningTurn(whole)
  useEffect(() => seed(), [running, id])
  useEffect(() => {
    if (!id) return
    stream.current = new EventStream(
      `/api/v1/ai-sessions/${id}/events?tab=${people.tab}`,
      { onEvent: (event) => receive(event), onState: (next) => tell(next), onResync: () => resync() },
      startAfter(),
    )
    return () => {
      stream.current?.close()
      streamState.set('live')
      window.clearTimeout(timer.current)
    }
  }, [id, people])

  return { state, retryNow: () => stream.current?.retryNow() }
}
