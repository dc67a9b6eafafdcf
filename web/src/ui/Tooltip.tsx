import { useEffect, useLayoutEffect, useRef, useState, type FocusEvent, type ReactElement } from 'react'
import { useShownKeys } from '@/shell/actions'
import { Keys } from './Keys'

type Side = 'right' | 'bottom'

export interface TooltipProps {
  /** Repeats the accessible name of the element: the tooltip itself is for the eyes only. */
  text: string
  keys?: string | undefined
  side?: Side
  /** One focusable element with a name of its own. */
  children: ReactElement
}

const DELAY_MS = 500
const GAP = 6

/** Small and our own: the first view must not carry a positioning library for it. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  const [open, setOpen] = useState(false)
  const around = useRef<HTMLSpanElement>(null)
  const tip = useRef<HTMLSpanElement>(null)
  const timer = useRef<number>(undefined)
  const shown = useShownKeys(keys)

  const hide = () => {
    window.clearTimeout(timer.current)
    setOpen(false)
  }
  const showLater = () => {
    timer.current = window.setTimeout(() => setOpen(true), DELAY_MS)
  }
  const showForKeyboard = (event: FocusEvent) => setOpen(event.target.matches(':focus-visible'))

  useEffect(() => () => window.clearTimeout(timer.current), [])
  useLayoutEffect(() => {
    const target = around.current?.firstElementChild
    if (!open || !tip.current || !target) return
    // The top layer: never cut off by a scrolling parent. Not in every test environment.
    tip.current.showPopover?.()
    place(tip.current, target.getBoundingClientRect(), side)
  }, [open, side])
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [open])

  return (
    <span
      ref={around}
      role="presentation"
      className="contents"
      onPointerEnter={showLater}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={showForKeyboard}
      onBlur={hide}
    >
      {children}
      {open && (
        <span
          ref={tip}
          popover="manual"
          aria-hidden
          className="fixed inset-auto m-0 flex items-center gap-2 rounded-ctl border border-line bg-surface px-2 py-1 text-meta font-normal text-fg"
        >
          {text}
          {shown && <Keys keys={shown} />}
        </span>
      )}
    </span>
  )
}

function place(tip: HTMLElement, target: DOMRect, side: Side) {
  const { width, height } = tip.getBoundingClientRect()
  const wanted =
    side === 'right'
      ? { left: target.right + GAP, top: target.top + (target.height - height) / 2 }
      : { left: target.left + (target.width - width) / 2, top: target.bottom + GAP }
  const flipped = wanted.top + height > window.innerHeight ? target.top - GAP - height : wanted.top
  tip.style.left = `${Math.max(GAP, Math.min(wanted.left, window.innerWidth - width - GAP))}px`
  tip.style.top = `${Math.max(GAP, flipped)}px`
}
