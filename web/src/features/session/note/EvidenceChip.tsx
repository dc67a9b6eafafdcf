import { useEffect, useRef } from 'react'
import { nameOf } from './places'
import type { Shown } from './EvidenceCard'

const DELAY_MS = 300

export interface EvidenceChipProps {
  label: string
  text: string
  /** Tab stops here; the other chips are reached by arrows. */
  stop: boolean
  shown: boolean
  onStop: () => void
  onShow: (shown: Shown | undefined) => void
  /** Enter: to the item itself. */
  onGo: (label: string, from: HTMLElement) => void
}

/** What a sentence stands on: its words on hover, on focus and by touch. */
export function EvidenceChip({ label, text, stop, shown, onStop, onShow, onGo }: EvidenceChipProps) {
  const timer = useRef<number>(undefined)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const later = (next: Shown | undefined) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => onShow(next), DELAY_MS)
  }
  return (
    <button
      type="button"
      data-chip
      tabIndex={stop ? 0 : -1}
      aria-label={`Evidence ${nameOf(label)}: ${text}`}
      aria-expanded={shown}
      className="min-h-6 min-w-6 rounded-tag border border-cyan-bd bg-cyan-bg px-1 font-mono text-meta text-cyan-fg"
      onPointerEnter={({ pointerType, currentTarget }) => pointerType === 'mouse' && later({ label, at: currentTarget })}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && later(undefined)}
      onFocus={({ currentTarget }) => {
        onStop()
        if (currentTarget.matches(':focus-visible')) onShow({ label, at: currentTarget })
      }}
      onBlur={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Element) || !relatedTarget.closest('[data-evidence]')) onShow(undefined)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        onGo(label, event.currentTarget)
      }}
      onClick={({ currentTarget }) => {
        window.clearTimeout(timer.current)
        onShow({ label, at: currentTarget })
      }}
    >
      {label}
    </button>
  )
}
