import { useQueryClient } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { useKeptChange } from './kept-change'
import { outboxIn } from './outbox'
import { isWaiting } from './outbox-entries'
import { offerUndo, rememberAct } from './undo'
import { dropRow, putRow, wholeKey } from './whole'
import type { Fact, Whole } from './types'

const one = (sessionId: string, factId: string) => ({ params: { path: { session_id: sessionId, fact_id: factId } } })

type Changed = Schemas['FactChanged']
export const placeFact = (whole: Whole, { fact }: Changed): Whole => ({
  ...whole,
  facts: fact.retracted_at ? dropRow(whole.facts, fact.id) : putRow(whole.facts, fact),
})

export interface FactWish {
  fact: Fact
  change: Omit<Schemas['FactChange'], 'version'>
}

/** Only what one change touched, as it was. */
const partOf = (fact: Fact, change: FactWish['change']): FactWish['change'] =>
  Object.fromEntries(Object.keys(withoutNulls(change)).map((name) => [name, fact[name as keyof Fact]]))

/** The version that this page's own last change made of a row: changes that follow each other fast are no conflict. */
const ours = new Map<string, number>()
const note = (answer: Changed): Changed => {
  ours.set(answer.fact.id, answer.fact.version)
  return answer
}

export function useFacts(sessionId: string) {
  const cache = useQueryClient()
  const textOf = (factId: string) =>
    cache.getQueryData<Whole>(wholeKey(sessionId))?.facts.find(({ id }) => id === factId)?.text ?? ''
  const add = useKeptChange<Schemas['FactAdd'], Changed>(sessionId, {
    send: (body, key) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/facts', {
          params: { path: { session_id: sessionId } },
          headers: { 'Idempotency-Key': key },
          body,
        }),
      ),
    keep: (body) => ({ kind: 'fact.add', body }),
    accept: placeFact,
    refused: 'The fact was not added.',
  })
  const correct = useKeptChange<FactWish, Changed>(sessionId, {
    send: ({ fact, change }) =>
      unwrap(
        http.PATCH('/api/v1/ai-sessions/{session_id}/facts/{fact_id}', {
          ...one(sessionId, fact.id),
          body: { ...change, version: Math.max(fact.version, ours.get(fact.id) ?? 0) },
        }),
      ).then(note),
    foresee: (whole, { fact, change }) => ({
      ...whole,
      facts: putRow(whole.facts, { ...fact, ...withoutNulls(change) }),
    }),
    keep: ({ fact, change }) => ({ kind: 'fact.correct', row: fact.id, version: fact.version, change, was: fact.text }),
    waits: ({ fact }) => isWaiting(fact.id),
    accept: placeFact,
    refused: 'The fact was not changed.',
  })
  const undo = useKeptChange<string, Changed>(sessionId, {
    send: (factId) =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/facts/{fact_id}/undo', one(sessionId, factId))),
    keep: (factId) => ({ kind: 'fact.undo', row: factId }),
    waits: isWaiting,
    accept: placeFact,
    refused: 'The fact was not brought back.',
  })
  const retract = useKeptChange<string, Changed>(sessionId, {
    send: (factId) =>
      unwrap(http.DELETE('/api/v1/ai-sessions/{session_id}/facts/{fact_id}', one(sessionId, factId))),
    foresee: (whole, factId) => ({ ...whole, facts: dropRow(whole.facts, factId) }),
    keep: (factId) => ({ kind: 'fact.remove', row: factId, was: textOf(factId) }),
    waits: isWaiting,
    accept: placeFact,
    refused: 'The fact was not removed.',
  })

  /** Never over what somebody else wrote meanwhile. */
  const putBack = (before: Fact, made: Fact, change: FactWish['change']) => {
    const now = cache.getQueryData<Whole>(wholeKey(sessionId))?.facts.find(({ id }) => id === made.id)
    if (now && JSON.stringify(partOf(now, change)) === JSON.stringify(partOf(made, change)))
      correct.mutate({ fact: now, change: partOf(before, change) })
    else say.warn('This fact was changed again since, so nothing was undone.')
  }
  const store = async ({ fact, change }: FactWish): Promise<() => void> => {
    const answer = await correct.mutateAsync({ fact, change })
    // Kept here: the way back is one more change of what waits.
    if (!answer) return () => correct.mutate({ fact, change: partOf(fact, change) })
    return () => putBack(fact, answer.fact, change)
  }
  /** Rejects when it is refused, which the page has said by then. */
  const change = async (wish: FactWish) => {
    const stored = store(wish)
    rememberAct(stored)
    await stored
  }
  const confirmAll = async (facts: readonly Fact[]) => {
    const done = await Promise.allSettled(facts.map((fact) => store({ fact, change: { status: 'confirmed' } })))
    const ways = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (ways.length > 0) offerUndo(`${ways.length} facts confirmed`, () => ways.forEach((back) => back()))
  }
  /** The way back, once it is stored. */
  const propose = async (text: string, status: Fact['status'] = 'proposed') => {
    const answer = await add.mutateAsync({ text, status, important: false, internal: false })
    const outbox = outboxIn(cache, sessionId)
    if (!answer) return () => outbox.set(outbox.get().filter((one) => !(one.kind === 'fact.add' && one.body.text === text)))
    return () => retract.mutate(answer.fact.id)
  }
  /** Rejects when it is refused, which the page has said by then. */
  const write = async (text: string) => {
    const stored = propose(text, 'confirmed')
    rememberAct(stored)
    await stored
  }
  // Two that go at once are told and taken back one by one.
  const remove = (factId: string) =>
    rememberAct(
      retract.mutateAsync(factId).then(() => () => undo.mutate(factId)),
      { row: factId, said: 'Fact removed' },
    )
  return { add, write, propose, change, confirmAll, remove }
}

const withoutNulls = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }
