import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { changeDraft, draftQuery } from '@/features/scripts/builder/calls'
import { openRules } from '@/features/scripts/Findings'
import { keptScript } from '@/features/scripts/kept-script'
import { reviewQuery } from '@/features/scripts/review'
import { say } from '@/ui/toast'
import { useFixes } from '../model/fixes'
import { acknowledgeFix, languageOf } from '../model/scripts'
import type { Fix } from '../model/types'
import { wholeKey } from '../model/whole'
import { scriptName } from './kept'
import { shapeDraft, type Wish } from './shape-draft'

export type Choice = 'one_off' | 'draft_template' | 'build_template'

/** Decides what becomes of a drafted script: never past a high finding that nobody ticked. */
export function useChoice(sessionId: string, fix: Fix, onTaken: (script: string) => void) {
  const { decide } = useFixes(sessionId)
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)

  /** The findings of exactly this text, however fast it was typed. */
  const mayGo = async (script: string, ticked: ReadonlySet<string>): Promise<boolean> => {
    try {
      const { findings } = await cache.fetchQuery(reviewQuery(script, languageOf(fix)))
      if (openRules(findings, ticked).length > 0) return false
    } catch (error) {
      say.failed('The safety review did not answer, so nothing was decided.', error)
      return false
    }
    const fresh = [...ticked].filter((rule) => !fix.acknowledged.includes(rule))
    if (fresh.length === 0) return true
    try {
      await acknowledgeFix(sessionId, fix.id, fresh)
      return true
    } catch (error) {
      say.failed('Your ticks were not stored, so nothing was decided.', error)
      return false
    }
  }
  /** The parameters as they were ticked. A draft that someone went on with is left alone. */
  const shape = async (draftId: string, wishes: readonly Wish[]) => {
    if (wishes.length === 0) return
    try {
      const draft = await cache.fetchQuery(draftQuery(draftId))
      const change = draft.version === 1 ? shapeDraft(draft, wishes) : undefined
      if (!change) return
      await changeDraft(draftId, draft.version, change)
      for (const queryKey of [draftQuery(draftId).queryKey, wholeKey(sessionId)]) void cache.invalidateQueries({ queryKey })
    } catch (error) {
      say.failed('The draft has other parameters than you ticked.', error)
    }
  }
  const choose = async (decision: Choice, script: string, ticked: ReadonlySet<string>, wishes: readonly Wish[]) => {
    setBusy(true)
    if (!(await mayGo(script, ticked))) {
      setBusy(false)
      return
    }
    const edited = script === fix.ai_drafted_script ? {} : { edited_script: script }
    decide.mutate(
      { fixId: fix.id, decision, ...edited },
      {
        onSuccess: ({ draft_template_id: draftId, redirect_path: path, rendered_script: rendered }) => {
          keptScript.note(scriptName(fix.id), '')
          if (rendered !== null) onTaken(rendered)
          if (path) void navigate({ href: path })
          else if (draftId)
            void shape(draftId, wishes).then(() =>
              say.done('Draft template saved', {
                label: 'Open',
                onClick: () => void navigate({ to: '/scripts/builder/$draftId', params: { draftId } }),
              }),
            )
          else say.done('Ready to copy')
        },
        onSettled: () => setBusy(false),
      },
    )
  }
  return { busy, choose, error: decide.error }
}
