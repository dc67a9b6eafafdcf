import { TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { IconButton } from '@/ui/IconButton'
import { RadioCards } from '@/ui/RadioCards'
import { useFixes } from '../model/fixes'
import { local } from '../model/local'
import type { Fix, Whole } from '../model/types'
import { findDangers } from './danger'

const CHOICES = [
  { value: 'one_off', label: 'Run once', hint: 'Copy it, no template' },
  { value: 'draft_template', label: 'Save as draft', hint: 'Not available in this release', disabled: true },
  { value: 'build_template', label: 'Script Builder', hint: 'Not available in this release', disabled: true },
] as const

export interface FixPanelProps {
  whole: Whole
  fix: Fix
  onClose: () => void
}

export function FixPanel({ whole, fix, onClose }: FixPanelProps) {
  const { apply } = useFixes(whole.session.id)
  const active = whole.session.status === 'active'
  const taken = fix.decision === 'one_off'
  const settled = taken || !active || fix.status !== 'proposed'
  return (
    <section id="fix-panel" aria-label="How to apply this fix" className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <div className="flex items-center gap-2">
        <h4 className="flex-1 font-semibold">
          {!fix.ai_drafted_script ? 'No script for this fix' : settled ? 'Ready to copy' : 'Here is a drafted script'}
        </h4>
        <IconButton name="Close this panel" icon={X} onClick={onClose} />
      </div>
      {!fix.ai_drafted_script && <p className="text-fg2">Do what the card says by hand, then tell how it went.</p>}
      {fix.ai_drafted_script && (settled ? <Ready fix={fix} /> : <Drafted whole={whole} fix={fix} />)}
      {active && fix.status === 'proposed' && (taken || !fix.ai_drafted_script) && (
        <div className="flex items-center gap-3">
          <Button idle={apply.isPending || fix.applied_at !== null} onClick={() => apply.mutate(fix.id)}>
            {fix.applied_at ? 'Marked as run' : fix.ai_drafted_script ? 'I ran it' : 'I did it'}
          </Button>
          <span className="text-meta text-fg3">Resolvent never runs anything itself.</span>
        </div>
      )}
    </section>
  )
}

const Ready = ({ fix }: { fix: Fix }) => (
  <CodeBlock code={fix.edited_script ?? fix.ai_drafted_script ?? ''} language={fix.language ?? undefined} />
)

function Drafted({ whole, fix }: { whole: Whole; fix: Fix }) {
  const { decide } = useFixes(whole.session.id)
  const drafted = fix.ai_drafted_script ?? ''
  // Kept under the fix, so that a newer suggestion or a reload costs nothing that was typed.
  const name = `script.${fix.id}`
  const [script, setScript] = useState(() => local.read(name) || drafted)
  const [choice, setChoice] = useState<(typeof CHOICES)[number]['value']>('one_off')
  const dangers = findDangers(script)
  const values = Object.entries(fix.ai_drafted_parameters)
  const type = (text: string) => {
    setScript(text)
    local.write(name, text === drafted ? '' : text)
  }
  const go = () =>
    decide.mutate({ fixId: fix.id, decision: choice, ...(script !== drafted && { edited_script: script }) })
  return (
    <>
      {dangers.length > 0 && (
        <p className="flex items-start gap-2 rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          Read it first: this script {dangers.join(', ')}.
        </p>
      )}
      <textarea
        aria-label="Drafted script"
        spellCheck={false}
        className="field-sizing-content max-h-72 min-h-24 w-full resize-y rounded-ctl border border-ctl bg-sunken p-2 font-mono text-code"
        value={script}
        onChange={(event) => type(event.target.value)}
      />
      {values.length > 0 && (
        <div>
          <p className="text-meta font-medium text-fg3">Proposed values, check each</p>
          <dl className="mt-1 flex flex-wrap gap-1.5">
            {values.map(([parameter, value]) => (
              <div key={parameter} className="flex gap-1 rounded-tag border border-amber-bd bg-amber-bg px-1.5 font-mono text-meta text-amber-fg">
                <dt>{parameter}</dt>
                <dd className="break-all">= {typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <RadioCards label="What to do with the script" value={choice} options={CHOICES} onChange={setChoice} />
      <Button variant="primary" className="self-end" idle={decide.isPending || script.trim() === ''} onClick={go}>
        {decide.isPending ? 'Continuing' : 'Continue: run once'}
      </Button>
    </>
  )
}
