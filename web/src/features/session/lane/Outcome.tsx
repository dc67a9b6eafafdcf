import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { typed } from '@/lib/typed'
import { useFixes, type OutcomeWish } from '../model/fixes'
import type { Fix, Whole } from '../model/types'
import { outcomeName } from '../model/kept-text'
import { forgetRow, offerUndo } from '../model/undo'
import { previewQuery } from '../note/calls'
import { OutcomeForm, type OutcomeName } from './OutcomeForm'
import { RecordedOutcome } from './RecordedOutcome'

export interface OutcomeProps {
  whole: Whole
  fix: Fix
  onTell: (text: string) => void
  /** It failed: what was filled in for it is kept, and out of the way of what comes next. */
  onFailed: () => void
  onSuccess: () => void
}

export const tellFailed = (reason: string) => (reason ? `That fix failed: ${reason}\nWhat next?` : 'That fix failed. What next?')

/** How the fix went: asked once, shown afterwards, taken back until a note says it. */
export function Outcome({ whole, fix, onTell, onFailed, onSuccess }: OutcomeProps) {
  const sessionId = whole.session.id
  const { record, undoOutcome, undoDismissal } = useFixes(sessionId)
  const cache = useQueryClient()
  const active = whole.session.status === 'active'
  // What is being corrected: once something else holds, or the session is in another round, nothing is.
  const held = [fix.status, fix.reported_by, whole.session.round].join()
  const [corrected, setCorrected] = useState<string>()
  const correcting = corrected === held
  const earlier = fix.superseded_at !== null
  const undo = () => undoOutcome.mutate(fix.id)

  const reported = fix.reported_by === 'assistant'
  const confirm = () => {
    const { status } = fix
    if (status === 'proposed') return
    const text = status === 'applied_failed' ? fix.failure_reason : status === 'applied_partial' ? fix.partial_notes : fix.outcome_notes
    const words = text && { [status === 'applied_failed' ? 'failure_reason' : 'notes']: text }
    record.mutate({ fixId: fix.id, outcome: status, ...words }, { onSuccess: () => offerUndo('Outcome confirmed', undo, fix.id) })
  }

  const save = (outcome: OutcomeName, text: string) => {
    const wish: OutcomeWish = {
      fixId: fix.id,
      outcome,
      ...(text && (outcome === 'applied_failed' ? { failure_reason: text } : { notes: text })),
    }
    record.mutate(wish, {
      onSuccess: ({ state_version }) => {
        typed.write(outcomeName(fix.id), '')
        if (outcome === 'dismissed') {
          offerUndo('Fix dismissed', () => undoDismissal.mutate(fix.id), fix.id)
          document.getElementById('fix')?.focus()
          return
        }
        offerUndo(SAID[outcome], undo, fix.id)
        if (outcome === 'applied_failed') {
          onFailed()
          onTell(tellFailed(text))
        }
        if (outcome === 'applied_success') {
          void cache.prefetchQuery(previewQuery(sessionId, 'resolution', state_version))
          onSuccess()
        }
      },
    })
  }

  const asked = active && (fix.status === 'proposed' || correcting)
  return (
    <div id={earlier ? undefined : 'outcome'} className="flex flex-col gap-2">
      {fix.status !== 'proposed' && (
        <RecordedOutcome
          fix={fix}
          locked={!active || undoOutcome.isPending}
          onUndo={() => {
            forgetRow(fix.id)
            undo()
          }}
          onConfirm={reported ? confirm : undefined}
          onCorrect={fix.status === 'applied_partial' || reported ? () => setCorrected(correcting ? undefined : held) : undefined}
        />
      )}
      {asked && <OutcomeForm name={outcomeName(fix.id)} label={earlier ? `Outcome of ${fix.title}` : 'Outcome'} busy={record.isPending} error={record.error} onSave={save} canDismiss={fix.status === 'proposed' && !earlier} />}
    </div>
  )
}

const SAID = {
  applied_success: 'Recorded as a success',
  applied_failed: 'Recorded as failed. The assistant is asked for the next step.',
  applied_partial: 'Recorded as partial',
} as const
