import { Button } from '@/ui/Button'
import { useFixes } from '../model/fixes'
import type { Fix } from '../model/types'
import { offerUndo } from '../model/undo'

const REASONS = ['Wrong for this problem', 'Already tried', 'Not now'] as const

export function DismissForm({ sessionId, fix, onClose }: { sessionId: string; fix: Fix; onClose: () => void }) {
  const { decide, undoDismissal } = useFixes(sessionId)
  const dismiss = (reason: string) =>
    decide.mutate(
      { fixId: fix.id, decision: 'dismissed', reason },
      {
        onSuccess: () => {
          onClose()
          offerUndo('Fix dismissed', () => undoDismissal.mutate(fix.id))
          document.getElementById('fix')?.focus()
        },
      },
    )
  return (
    <div role="group" aria-label="Why dismiss it?" className="flex flex-wrap items-center gap-2 rounded-ctl border border-line bg-surface p-2">
      <span className="text-code text-fg2">Dismiss because</span>
      {REASONS.map((reason) => (
        <Button key={reason} className="!h-7" idle={decide.isPending} onClick={() => dismiss(reason)}>
          {reason}
        </Button>
      ))}
      <Button variant="ghost" className="!h-7" onClick={onClose}>
        Keep it
      </Button>
    </div>
  )
}
