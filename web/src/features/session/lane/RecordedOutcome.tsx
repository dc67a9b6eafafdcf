import { CircleCheck, CircleSlash, CircleX, CircleDotDashed, type LucideIcon } from 'lucide-react'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import type { Fix } from '../model/types'

const LOOKS: Record<Exclude<Fix['status'], 'proposed'>, { label: string; icon: LucideIcon; look: string }> = {
  applied_success: { label: 'Success', icon: CircleCheck, look: 'bg-green-bg text-green-fg' },
  applied_failed: { label: 'Failed', icon: CircleX, look: 'bg-red-bg text-red-fg' },
  applied_partial: { label: 'Partial', icon: CircleDotDashed, look: 'bg-amber-bg text-amber-fg' },
  dismissed: { label: 'Dismissed', icon: CircleSlash, look: 'bg-sunken text-fg2' },
}

export interface RecordedOutcomeProps {
  fix: Fix
  locked: boolean
  onUndo: () => void
  /** Offered while another outcome may still be said. */
  onCorrect: (() => void) | undefined
  /** Offered while only the assistant has said it. */
  onConfirm: (() => void) | undefined
}

export function RecordedOutcome({ fix, locked, onUndo, onCorrect, onConfirm }: RecordedOutcomeProps) {
  if (fix.status === 'proposed') return null
  const { label, icon: Icon, look } = LOOKS[fix.status]
  const words = fix.status === 'applied_partial' ? fix.partial_notes : (fix.failure_reason ?? fix.outcome_notes)
  return (
    <div className={cx('flex flex-wrap items-start gap-x-2 rounded-ctl px-3 py-1.5', look)}>
      {/* What has no room beside its buttons stands above them. */}
      <div className="flex min-w-0 flex-1 basis-56 items-start gap-2">
        <Icon size={16} strokeWidth={1.75} aria-hidden className="mt-1 shrink-0" />
        <div className="min-w-0 flex-1 py-0.5">
          <p>
            <span className="font-semibold">{label}</span>
            {fix.reported_by === 'assistant' && ', reported by the assistant, not confirmed'}
          </p>
          {words && <p className="text-code break-words whitespace-pre-wrap">{words}</p>}
        </div>
      </div>
      {!locked && (
        <span className="ml-auto flex shrink-0 gap-1">
          {onConfirm && (
            <Button variant="ghost" className="!h-6 px-2 text-current" onClick={onConfirm}>
              Confirm
            </Button>
          )}
          {onCorrect && (
            <Button variant="ghost" className="!h-6 px-2 text-current" onClick={onCorrect}>
              Change
            </Button>
          )}
          <Button variant="ghost" className="!h-6 px-2 text-current" onClick={onUndo}>
            Undo
          </Button>
        </span>
      )}
    </div>
  )
}
