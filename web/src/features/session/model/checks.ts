import { http, unwrap, type Schemas } from '@/api/client'
import { useKeptChange } from './kept-change'
import { forgetRow, offerUndo } from './undo'
import { dropRow, putRow } from './whole'
import type { Check, Whole } from './types'

const one = (sessionId: string, checkId: string) => ({ params: { path: { session_id: sessionId, check_id: checkId } } })

type Changed = Schemas['CheckChanged']
export const placeCheck = (whole: Whole, { check }: Changed): Whole => ({
  ...whole,
  checks: check.retracted_at ? dropRow(whole.checks, check.id) : putRow(whole.checks, check),
})

export interface CheckWish {
  check: Check
  change: { status: Check['status']; result?: string }
}

export function useChecks(sessionId: string) {
  const undo = useKeptChange<string, Changed>(sessionId, {
    send: (checkId) =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/checks/{check_id}/undo', one(sessionId, checkId))),
    keep: (checkId) => ({ kind: 'check.undo', row: checkId }),
    accept: placeCheck,
    refused: 'The check was not put back.',
  })
  const change = useKeptChange<CheckWish, Changed>(sessionId, {
    send: ({ check, change }) =>
      unwrap(
        http.PATCH('/api/v1/ai-sessions/{session_id}/checks/{check_id}', {
          ...one(sessionId, check.id),
          body: { ...change, version: check.version },
        }),
      ),
    foresee: (whole, { check, change }) => ({ ...whole, checks: putRow(whole.checks, { ...check, ...change, source: 'engineer' }) }),
    keep: ({ check, change }) => ({
      kind: 'check.change',
      row: check.id,
      version: check.version,
      change,
      was: check.title,
    }),
    accept: placeCheck,
    refused: 'The check was not changed.',
  })
  const undoable = (said: string, checkId: string, also?: () => void) =>
    offerUndo(
      said,
      () => {
        undo.mutate(checkId)
        also?.()
      },
      checkId,
    )
  /** By the row's own button. */
  const takeBack = (checkId: string) => {
    forgetRow(checkId)
    undo.mutate(checkId)
  }
  return { change, takeBack, undoable }
}
