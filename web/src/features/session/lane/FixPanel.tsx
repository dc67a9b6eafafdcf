import { useState } from 'react'
import type { Fix, Whole } from '../model/types'
import { ChoicePanel } from './ChoicePanel'
import { ManualPanel } from './ManualPanel'
import { ReadyPanel } from './ReadyPanel'
import { TemplatePanel } from './TemplatePanel'

export interface FixPanelProps {
  whole: Whole
  fix: Fix
  onClose: () => void
}

const TAKEN: readonly string[] = ['one_off', 'draft_template', 'build_template']

/** What opens below the card: the template's form, the three-way choice, the script that was taken, or the way by hand. */
export function FixPanel({ whole, fix, onClose }: FixPanelProps) {
  const [gone, setGone] = useState(false)
  // As it was decided on, secrets included: here alone, and only while the panel stands.
  const [clear, setClear] = useState<string>()
  const [again, setAgain] = useState(false)
  const settled = whole.session.status !== 'active' || fix.status === 'dismissed'
  const taken = fix.decision !== null && TAKEN.includes(fix.decision)
  const panel = { whole, fix, onClose }
  if (fix.template_id !== null && !gone && !settled) return <TemplatePanel {...panel} onGone={() => setGone(true)} />
  if (!fix.ai_drafted_script) return <ManualPanel {...panel} gone={gone} settled={settled} />
  const closed = settled || fix.superseded_at !== null
  if (closed || (taken && !again)) return <ReadyPanel {...panel} clear={clear} onAgain={closed ? undefined : () => setAgain(true)} />
  const take = (script: string) => {
    setClear(script)
    setAgain(false)
  }
  return <ChoicePanel {...panel} gone={gone} onTaken={take} />
}
