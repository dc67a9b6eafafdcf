import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Findings, openRules } from '@/features/scripts/Findings'
import { keptScript, useKeptSafe } from '@/features/scripts/kept-script'
import { MaskHint } from '@/features/scripts/MaskHint'
import { reviewQuery } from '@/features/scripts/review'
import { LANGUAGES } from '@/features/scripts/words'
import { useSettled } from '@/lib/useSettled'
import { Button } from '@/ui/Button'
import { ScriptEditor } from '@/ui/editor'
import { RadioCards } from '@/ui/RadioCards'
import { FormError } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { languageOf } from '../model/scripts'
import type { Fix, Whole } from '../model/types'
import { scriptName } from './kept'
import { GONE, PanelFrame } from './PanelFrame'
import { lineOf } from './proposed'
import { ProposedList } from './ProposedList'
import { useChoice, type Choice } from './useChoice'
import { useProposed } from './useProposed'

const CHOICES = [
  { value: 'one_off', label: 'Run once', hint: 'Copy it, make no template' },
  {
    value: 'draft_template',
    label: 'Save as draft template',
    hint: (
      <>
        <Tag tone="accent">Recommended</Tag> Reuse it next time
      </>
    ),
  },
  { value: 'build_template', label: 'Build in Script Builder', hint: 'Open the full editor' },
] as const

const GO: Record<Choice, string> = {
  one_off: 'Continue: run once',
  draft_template: 'Continue: save draft',
  build_template: 'Continue: open the builder',
}

export interface ChoicePanelProps {
  whole: Whole
  fix: Fix
  gone: boolean
  onClose: () => void
  /** The script that was taken, secrets included. */
  onTaken: (script: string) => void
}

/** A drafted script, and what to do with it. What was edited is taken along whichever way is chosen. */
export function ChoicePanel({ whole, fix, gone, onClose, onTaken }: ChoicePanelProps) {
  const drafted = fix.ai_drafted_script ?? ''
  const language = languageOf(fix)
  const { busy, choose, error } = useChoice(whole.session.id, fix, onTaken)
  // Decided on before: the script as it was then.
  const [script, setScript] = useState(() => keptScript.take(scriptName(fix.id)) || (fix.edited_script ?? drafted))
  const [choice, setChoice] = useState<Choice>('draft_template')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(fix.acknowledged))
  const [goTo, setGoTo] = useState<{ line: number }>()
  const settled = useSettled(script, 400)
  const { data: review } = useQuery({ ...reviewQuery(settled, language), enabled: settled.trim() !== '' })
  const { proposed, marks, parameters, wishes, toggle } = useProposed(whole.session.id, fix, script)
  const findings = review?.findings ?? []
  const open = openRules(findings, ticked).length
  const empty = script.trim() === ''

  const type = (text: string) => {
    setScript(text)
    // Kept under the fix, so that a newer suggestion costs nothing that was typed.
    keptScript.note(scriptName(fix.id), text === drafted ? '' : text)
  }
  useKeptSafe(scriptName(fix.id), script, language, whole.session.id)
  const tick = (rule: string, on: boolean) => setTicked(new Set(on ? [...ticked, rule] : [...ticked].filter((one) => one !== rule)))
  return (
    <PanelFrame title={gone ? 'Here is a drafted script' : 'No template fits. Here is a drafted script.'} onClose={onClose}>
      {gone && <p className="text-fg2">{GONE}</p>}
      <div className="flex flex-col gap-1">
        <p className="flex justify-between text-meta text-fg3">
          <span>{LANGUAGES[language].name}</span>
          {script !== drafted && (
            <span>
              edited{' '}
              <button type="button" className="rounded-tag px-1 font-medium text-accent hover:underline" onClick={() => type(drafted)}>
                restore
              </button>
            </span>
          )}
        </p>
        <ScriptEditor label="Drafted script" value={script} language={language} marks={marks} goTo={goTo} onChange={type} className="max-h-80 rounded-ctl border border-ctl" />
        <p className="text-meta text-fg3">Tab leaves the editor. Edits are kept over a reload, secrets in them are not.</p>
      </div>
      <MaskHint script={script}>Put them in again before you go on.</MaskHint>
      <ProposedList
        proposed={proposed}
        parameters={parameters}
        onParameter={choice === 'draft_template' ? toggle : undefined}
        onShow={({ places }) => setGoTo({ line: lineOf(script, places[0]?.from ?? 0) })}
      />
      {findings.length > 0 && <Findings findings={findings} ticked={ticked} onTick={tick} onLine={(line) => setGoTo({ line })} />}
      <RadioCards label="What to do with the script" value={choice} options={CHOICES} onChange={setChoice} />
      <FormError error={error?.errors.length ? error : null} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span role="status" className="flex-1 text-meta text-fg2">
          {empty ? 'The script is empty.' : open > 0 && 'Tick the high findings first.'}
        </span>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" idle={busy || empty || open > 0} onClick={() => void choose(choice, script, ticked, wishes)}>
          {busy ? 'Continuing' : GO[choice]}
        </Button>
      </div>
    </PanelFrame>
  )
}
