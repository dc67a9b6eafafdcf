import { http, unwrap, type Schemas } from '@/api/client'
import { useChange } from './change'
import { putRow } from './whole'
import type { Fix, Whole } from './types'

const one = (sessionId: string, fixId: string) => ({ params: { path: { session_id: sessionId, fix_id: fixId } } })

/** A fix in its place; the active one is the one that nothing superseded. */
export function placeFix(whole: Whole, { fix }: { fix: Fix }): Whole {
  const fixes = putRow(whole.fixes, fix)
  return { ...whole, fixes, active_fix: fixes.find((one) => one.superseded_at === null) ?? null }
}

export type OutcomeWish = Schemas['OutcomeRecord'] & { fixId: string }
export type DecisionWish = Schemas['DecisionMade'] & { fixId: string }
type Changed = Schemas['FixChanged']

export function useFixes(sessionId: string) {
  const apply = useChange<string, Changed>(sessionId, {
    send: (fixId) =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/apply', one(sessionId, fixId))),
    accept: placeFix,
    refused: 'It was not noted that you ran it.',
  })
  const decide = useChange<DecisionWish, Schemas['DecisionOut']>(sessionId, {
    send: ({ fixId, ...body }) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/decision', {
          ...one(sessionId, fixId),
          body,
        }),
      ),
    accept: placeFix,
    refused: 'The decision was not stored.',
  })
  const undoDismissal = useChange<string, Changed>(sessionId, {
    send: (fixId) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/decision/undo', one(sessionId, fixId)),
      ),
    accept: placeFix,
    refused: 'The fix was not brought back.',
  })
  const record = useChange<OutcomeWish, Changed>(sessionId, {
    send: ({ fixId, ...body }) =>
      unwrap(
        http.PATCH('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/outcome', {
          ...one(sessionId, fixId),
          body,
        }),
      ),
    accept: placeFix,
    refused: 'The outcome was not recorded.',
  })
  const undoOutcome = useChange<string, Changed>(sessionId, {
    send: (fixId) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/outcome/undo', one(sessionId, fixId)),
      ),
    accept: placeFix,
    refused: 'The outcome was not taken back.',
  })
  return { apply, decide, undoDismissal, record, undoOutcome }
}
