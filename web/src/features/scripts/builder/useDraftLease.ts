import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { EventStream } from '@/api/events'
import { http, unwrap, type ApiError, type Schemas } from '@/api/client'
import { meQuery } from '@/api/queries'
import type { Lease, Sight } from '@/features/session/people/sight'
import { say } from '@/ui/toast'
import { draftKey } from './calls'

const RENEW_MS = 20_000
/** An asker may take it after so long without an answer; the server counts as well. */
const ANSWER_MS = 30_000

type Held = Pick<Lease, 'holder' | 'asked_by'>
const at = (draftId: string) => ({ params: { path: { draft_id: draftId } } })

/** One person edits a draft at a time; another asks for it. */
export function useDraftLease(draftId: string) {
  const cache = useQueryClient()
  const [lease, setLease] = useState<Held>()
  const me = useQuery(meQuery).data?.user_id
  const [waited, setWaited] = useState(false)
  const renewed = useRef(0)
  const holder = lease && lease.holder.id !== me ? lease.holder : undefined
  const askedByMe = holder !== undefined && lease?.asked_by?.id === me

  const receive = useEffectEvent(({ event, data }: { event?: string | undefined; data: string }) => {
    if (event !== 'presence') return
    const { leases } = JSON.parse(data) as Sight
    const next = leases.find(({ part }) => part === 'script')
    if (askedByMe && next?.holder.id === holder?.id && !next?.asked_by) say.warn(`${holder?.name} keeps editing this draft.`)
    if (askedByMe && next?.holder.id === me) say.done('It is yours to edit now.')
    setLease(next)
    // What the other saved is what is read here.
    if (holder || next?.holder.id !== me) void cache.invalidateQueries({ queryKey: draftKey(draftId) })
  })
  useEffect(() => {
    const stream = new EventStream(`/api/v1/scripts/drafts/${draftId}/events`, {
      onEvent: (event) => receive(event),
      onState: () => undefined,
      onResync: () => undefined,
    })
    return stream.close
  }, [draftId])
  useEffect(() => {
    if (!askedByMe) return
    const timer = window.setTimeout(() => setWaited(true), ANSWER_MS)
    return () => {
      window.clearTimeout(timer)
      setWaited(false)
    }
  }, [askedByMe])
  const release = useEffectEvent(() => {
    if (lease?.holder.id === me) http.DELETE('/api/v1/scripts/drafts/{draft_id}/lease', at(draftId)).catch(() => undefined)
  })
  useEffect(() => () => release(), [])

  const act = useMutation<Schemas['LeaseOut'], ApiError, 'ask' | 'take' | 'give' | 'keep'>({
    mutationFn: (wish) => {
      if (wish === 'ask') return unwrap(http.POST('/api/v1/scripts/drafts/{draft_id}/lease/ask', at(draftId)))
      if (wish === 'take') {
        const body = { holder_id: lease?.holder.id ?? '' }
        return unwrap(http.POST('/api/v1/scripts/drafts/{draft_id}/lease/take-over', { ...at(draftId), body }))
      }
      const body = { asker_id: lease?.asked_by?.id ?? '', hand_over: wish === 'give' }
      return unwrap(http.POST('/api/v1/scripts/drafts/{draft_id}/lease/answer', { ...at(draftId), body }))
    },
    onSuccess: (next) => setLease(next),
    onError: (error) => say.failed('That did not work.', error),
  })
  return {
    /** Someone else edits it: everything is read-only here. */
    holder,
    asker: lease?.holder.id === me ? (lease?.asked_by ?? undefined) : undefined,
    askedByMe,
    mayTake: askedByMe && waited,
    busy: act.isPending,
    act: act.mutate,
    /** Called with every change: asks now and then. */
    hold: () => {
      if (Date.now() - renewed.current < RENEW_MS) return
      renewed.current = Date.now()
      unwrap(http.PUT('/api/v1/scripts/drafts/{draft_id}/lease', at(draftId))).catch((error: ApiError) => {
        if (error.problem.lease) setLease(error.problem.lease as Held)
      })
    },
  }
}

export type DraftLease = ReturnType<typeof useDraftLease>
