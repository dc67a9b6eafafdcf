import { useEffect, useRef } from 'react'
import { Tag, type Tone } from '@/ui/Tag'
import type { Fix } from '../model/types'
import { FixPanel } from '../parts'
import { FixCard, type FixCardProps } from './FixCard'
import type { FixPanelProps } from './FixPanel'
import { GenerationList } from './GenerationList'
import { LaneSection } from './LaneSection'
import { Outcome } from './Outcome'

const PAST: Record<Fix['status'], { label: string; tone: Tone }> = {
  proposed: { label: 'Not tried', tone: 'plain' },
  applied_success: { label: 'Success', tone: 'green' },
  applied_failed: { label: 'Failed', tone: 'red' },
  applied_partial: { label: 'Partial', tone: 'amber' },
  dismissed: { label: 'Dismissed', tone: 'plain' },
}

export interface FixSectionProps extends Omit<FixCardProps, 'fix' | 'open' | 'onOpen'> {
  /** The fix whose panel is open; it may be an earlier one. */
  panelFix: Fix | undefined
  onOpenFix: (fix: Fix | undefined) => void
}

export function FixSection({ panelFix, onOpenFix, ...props }: FixSectionProps) {
  const { whole } = props
  const { active_fix: fix, fixes } = whole
  const past = fixes.filter(({ id }) => id !== fix?.id)
  const activeId = fix?.id
  // The card that held the focus was replaced: the focus, which fell back to the section, goes to the new one's title.
  useEffect(() => {
    if (activeId && document.activeElement?.id === 'fix') document.getElementById('fix-title')?.focus()
  }, [activeId])
  return (
    <LaneSection id="fix" title="Suggested fix" wanted={panelFix !== undefined}>
      {fix ? (
        <FixCard key={fix.id} {...props} fix={fix} open={panelFix?.id === fix.id} onOpen={(open) => onOpenFix(open ? fix : undefined)} />
      ) : (
        <p className="py-1 text-fg3">
          {past.length > 0 ? 'None is open. Ask the assistant for the next one.' : 'None yet. It comes when the checks point to a cause.'}
        </p>
      )}
      {panelFix && panelFix.id !== fix?.id && (
        <EarlierFix key={panelFix.id} {...props} fix={panelFix} onClose={() => onOpenFix(undefined)} />
      )}
      <GenerationList generations={whole.generations} />
      {past.length > 0 && (
        <details className="mt-2 text-code text-fg2">
          <summary className="cursor-pointer py-1">Earlier suggestions, {past.length}</summary>
          <ul className="flex flex-col pl-4">
            {past.map((one) => (
              <li key={one.id} className="flex items-start gap-2">
                <button type="button" className="min-h-6 min-w-0 flex-1 rounded-tag text-left break-words hover:text-fg hover:underline" onClick={() => onOpenFix(one)}>
                  {one.title}
                </button>
                <Tag tone={PAST[one.status].tone}>{PAST[one.status].label}</Tag>
              </li>
            ))}
          </ul>
        </details>
      )}
    </LaneSection>
  )
}

/** Opened on purpose: the focus comes along. Its script may have been run, so that it may still be said how it went. */
function EarlierFix({ onTell, onSuccess, ...props }: FixPanelProps & Pick<FixCardProps, 'onTell' | 'onSuccess'>) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="mt-3 flex flex-col gap-1.5">
      <h3 ref={heading} tabIndex={-1} className="rounded-tag text-code font-semibold break-words text-fg2">
        Earlier suggestion: {props.fix.title}
      </h3>
      <FixPanel {...props} />
      {props.fix.status !== 'dismissed' && <Outcome whole={props.whole} fix={props.fix} onTell={onTell} onFailed={props.onClose} onSuccess={onSuccess} />}
    </div>
  )
}
