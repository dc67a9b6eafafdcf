import { useLayoutEffect, useRef } from 'react'
import { Button } from '@/ui/Button'
import { Keys } from '@/ui/Keys'
import { nameOf } from './places'

export interface Shown {
  label: string
  /** The chip beside which it stands. */
  at: HTMLElement
}

export interface EvidenceCardProps {
  shown: Shown
  text: string
  /** To the item in the lane; undefined: the lane does not show it. */
  onGo: (() => void) | undefined
  onClose: () => void
}

const GAP = 4

/** The words of one item of evidence. It may be pointed at, so that long ones can be read and copied. */
export function EvidenceCard({ shown, text, onGo, onClose }: EvidenceCardProps) {
  const card = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = card.current
    if (!element) return
    // The top layer: never cut off by a scrolling parent. Not in every test environment.
    element.showPopover?.()
    const chip = shown.at.getBoundingClientRect()
    const { width, height } = element.getBoundingClientRect()
    const below = chip.bottom + GAP
    element.style.left = `${Math.max(8, Math.min(chip.right - width, window.innerWidth - width - 8))}px`
    element.style.top = `${below + height > window.innerHeight - 8 ? Math.max(8, chip.top - GAP - height) : below}px`
  }, [shown])
  return (
    <div
      ref={card}
      data-evidence
      popover="manual"
      role="group"
      aria-label={nameOf(shown.label)}
      className="fixed inset-auto m-0 max-h-60 w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-card border border-line bg-surface p-3 text-fg shadow-[0_4px_16px_rgb(0_0_0/0.18)]"
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && onClose()}
    >
      <p className="text-meta font-semibold text-cyan-fg">{nameOf(shown.label)}</p>
      <p className="mt-0.5 break-words whitespace-pre-wrap">{text}</p>
      {onGo && (
        <Button small tabIndex={-1} className="mt-2 max-lane:hidden" onClick={onGo}>
          Show in the lane <Keys keys="Enter" />
        </Button>
      )}
    </div>
  )
}
