import { useEffect, useRef } from 'react'
import { Button } from '@/ui/Button'
import { useFixes } from '../model/fixes'
import type { Fix } from '../model/types'
import { offerUndo } from '../model/undo'

const REASONS = ['Wrong for this problem', 'Already tried', 'Not now'] as const

/** Opened on purpose: the focus comes along, and goes back with Escape. */
export function DismissForm({ sessionId, fix, onClose }: { sessionId: string; fix: Fix; onClose: () => void }) {
  const { decide, undoDismissal } = useFixes(sessionId)
  const group = useRef<HTMLDivElement>(null)
  useEffect(() => group.current?.querySelector('button')?.focus(), [])
  const keep = () => {
    onClose()
    document.getElementById('fix-dismiss')?.focus()
  }
  const dismiss = (reason: string) =>
    decide.mutate(
      { fixId: fix.id, decision: 'dismissed', reason },
      {
        onSuccess: () => {
          onClose()
          offerUndo('Fix dismissed', () => undoDismissal.mutate(fix.id), fix.id)
          document.getElementById('fix')?.focus()
        },
      },
    )
  return (
    // Escape is a second way to its last button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={group}
      role="group"
      aria-label="Why dismiss it?"
      className="flex flex-col gap-2 rounded-ctl border border-line bg-surface p-2"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        keep()
      }}
    >
      <span className="text-code text-fg2">Why dismiss it?</span>
      <div className="flex flex-wrap items-center gap-2">
        {REASONS.map((reason) => (
          <Button key={reason} small idle={decide.isPending} onClick={() => dismiss(reason)}>
            {reason}
          </Button>
        ))}
        <Button small variant="ghost" onClick={keep}>
          Keep it
        </Button>
      </div>
    </div>
  )
}
