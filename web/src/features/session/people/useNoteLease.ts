import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { useStore } from '@/lib/store'
import { say } from '@/ui/toast'
import { wholeKey } from '../model/whole'
import type { Kind } from '../model/types'
import { usePeople } from './people'
import type { Lease } from './sight'

/** It lasts 60 s on the server; saves renew it as well. */
export const RENEW_MS = 20_000

/** Who has it, as a refusal names them. */
export function leaseIn(error: unknown): Lease | undefined {
  if (!(error instanceof ApiError) || typeof error.problem.lease !== 'object') return undefined
  return { revision: -1, ...(error.problem.lease as Omit<Lease, 'revision'>) }
}

const at = (sessionId: string, kind: Kind) => ({ params: { path: { session_id: sessionId, kind } } })

/** The right to edit one kind of note: one person at a time has it. */
export function useNoteLease(sessionId: string, kind: Kind) {
  const people = usePeople()
  const cache = useQueryClient()
  const { leases } = useStore(people.sight)
  const held = leases.find(({ part }) => part === kind)?.holder
  const asked = useRef(0)
  const learn = (error: unknown) => {
    const lease = leaseIn(error)
    if (lease) people.seeLease(lease)
  }
  const take = useMutation<Schemas['LeaseOut'], ApiError, string>({
    mutationFn: (holder) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/note-leases/{kind}/take-over', { ...at(sessionId, kind), body: { holder_id: holder } }),
      ),
    onSuccess: async (lease) => {
      // Their last text first: it is what is edited from here on.
      await cache.invalidateQueries({ queryKey: wholeKey(sessionId), exact: true })
      people.seeLease({ revision: -1, ...lease })
    },
    onError: (error) => {
      learn(error)
      say.failed('The note could not be taken over.', error)
    },
  })
  return {
    /** Someone else edits it. */
    holder: held && held.id !== people.me?.id ? held : undefined,
    taking: take.isPending,
    takeOver: () => held && take.mutate(held.id),
    learn,
    /** Called with every key: asks now and then. */
    hold: () => {
      if (Date.now() - asked.current < RENEW_MS) return
      asked.current = Date.now()
      unwrap(http.PUT('/api/v1/ai-sessions/{session_id}/note-leases/{kind}', at(sessionId, kind))).catch(learn)
    },
    release: () => {
      if (asked.current === 0) return
      asked.current = 0
      http.DELETE('/api/v1/ai-sessions/{session_id}/note-leases/{kind}', at(sessionId, kind)).catch(() => undefined)
    },
  }
}

export type NoteLease = ReturnType<typeof useNoteLease>
