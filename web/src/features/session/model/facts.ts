import { http, unwrap, type Schemas } from '@/api/client'
import { useChange } from './change'
import { offerUndo } from './undo'
import { dropRow, putRow } from './whole'
import type { Fact, Whole } from './types'

const one = (sessionId: string, factId: string) => ({ params: { path: { session_id: sessionId, fact_id: factId } } })

type Changed = Schemas['FactChanged']
const place = (whole: Whole, { fact }: Changed): Whole => ({
  ...whole,
  facts: fact.retracted_at ? dropRow(whole.facts, fact.id) : putRow(whole.facts, fact),
})

export interface FactWish {
  fact: Fact
  change: Omit<Schemas['FactChange'], 'version'>
}

export function useFacts(sessionId: string) {
  const add = useChange<Schemas['FactAdd'], Changed>(sessionId, {
    send: (body) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/facts', { params: { path: { session_id: sessionId } }, body }),
      ),
    accept: place,
    refused: 'The fact was not added.',
  })
  const correct = useChange<FactWish, Changed>(sessionId, {
    send: ({ fact, change }) =>
      unwrap(
        http.PATCH('/api/v1/ai-sessions/{session_id}/facts/{fact_id}', {
          ...one(sessionId, fact.id),
          body: { ...change, version: fact.version },
        }),
      ),
    foresee: (whole, { fact, change }) => ({
      ...whole,
      facts: putRow(whole.facts, { ...fact, ...withoutNulls(change) }),
    }),
    accept: place,
    refused: 'The fact was not changed.',
  })
  const undo = useChange<string, Changed>(sessionId, {
    send: (factId) =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/facts/{fact_id}/undo', one(sessionId, factId))),
    accept: place,
    refused: 'The fact was not brought back.',
  })
  const retract = useChange<string, Changed>(sessionId, {
    send: (factId) =>
      unwrap(http.DELETE('/api/v1/ai-sessions/{session_id}/facts/{fact_id}', one(sessionId, factId))),
    foresee: (whole, factId) => ({ ...whole, facts: dropRow(whole.facts, factId) }),
    accept: place,
    refused: 'The fact was not removed.',
  })
  const remove = (factId: string) =>
    retract.mutate(factId, { onSuccess: () => offerUndo('Fact removed', () => undo.mutate(factId)) })
  return { add, correct, remove }
}

const withoutNulls = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }
