import { Lightbulb, X } from 'lucide-react'
import { useState } from 'react'
import { cx } from '@/lib/cx'
import { percents } from '@/lib/percent'
import { IconButton } from '@/ui/IconButton'
import { Tag } from '@/ui/Tag'
import type { Fix, Whole } from '../model/types'
import { FixPanel, Markdown } from '../parts'
import { useRemote } from '../people/people'
import { confidenceWord } from './confidence'
import { DismissForm } from './DismissForm'
import { FixSuccess } from './FixSuccess'
import { Outcome } from './Outcome'

export interface FixCardProps {
  whole: Whole
  fix: Fix
  open: boolean
  onOpen: (open: boolean) => void
  /** Said to the assistant in the engineer's name. */
  onTell: (text: string) => void
  onSuccess: () => void
}

/** The assistant's proposal, or a program's. The title is the card's one button; Dismiss sits above it. */
export function FixCard({ whole, fix, open, onOpen, onTell, onSuccess }: FixCardProps) {
  const [dismissing, setDismissing] = useState(false)
  const remote = useRemote(fix.id)
  const active = whole.session.status === 'active'
  const proposed = fix.status === 'proposed'
  return (
    <div className="flex flex-col gap-2">
      <div className={cx('relative rounded-card border border-l-4 border-amber-bd bg-amber-bg py-2 pr-2 pl-3 text-amber-fg', remote && 'flash')}>
        <div className="flex items-start gap-2">
          <Lightbulb size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          <h3 className="min-w-0 flex-1 font-semibold">
            <button
              type="button"
              id="fix-title"
              aria-expanded={open}
              aria-controls="fix-panel"
              className="text-left break-words after:absolute after:inset-0 after:rounded-card"
              onClick={() => onOpen(!open)}
            >
              {fix.title}
            </button>
          </h3>
          {active && proposed && (
            <IconButton name="Dismiss this fix" keys="x" icon={X} id="fix-dismiss" className="relative text-amber-fg" aria-expanded={dismissing} onClick={() => setDismissing(!dismissing)} />
          )}
        </div>
        <div className="mt-1 flex flex-wrap items-center gap-2 pl-6">
          <Tag tone="amber">{percents(fix.confidence)} confident</Tag>
          <span className="text-meta">{confidenceWord(fix.confidence)} confidence, {fix.proposed_by ? `proposed by ${fix.proposed_by}, through MCP` : 'by the assistant'}</span>
        </div>
        {whole.active_fix_success && whole.active_fix?.id === fix.id && <FixSuccess success={whole.active_fix_success} />}
        <div className="mt-1.5 pl-6 text-code text-fg2">
          <Markdown text={fix.rationale} />
        </div>
      </div>
      {dismissing && active && proposed && <DismissForm sessionId={whole.session.id} fix={fix} onClose={() => setDismissing(false)} />}
      {open && <FixPanel key={fix.id} whole={whole} fix={fix} onClose={() => onOpen(false)} />}
      <Outcome key={`outcome ${fix.id}`} whole={whole} fix={fix} onTell={onTell} onFailed={() => open && onOpen(false)} onSuccess={onSuccess} />
    </div>
  )
}
