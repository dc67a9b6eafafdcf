import { Toaster } from 'sonner'
import { useEffect, useRef, type FocusEvent, type KeyboardEvent } from 'react'
import { useActions } from '@/shell/actions'
import './toasts.css'

const LOOK = {
  '--normal-bg': 'var(--surface)',
  '--normal-text': 'var(--fg)',
  '--normal-border': 'var(--line)',
  '--success-bg': 'var(--green-bg)',
  '--success-text': 'var(--green-fg)',
  '--success-border': 'var(--line)',
  '--warning-bg': 'var(--amber-bg)',
  '--warning-text': 'var(--amber-fg)',
  '--warning-border': 'var(--amber-bd)',
  '--error-bg': 'var(--red-bg)',
  '--error-text': 'var(--red-fg)',
  '--error-border': 'var(--line)',
  '--border-radius': '8px',
  '--width': 'min(640px, 100vw - 24px)',
  fontFamily: 'inherit',
} as React.CSSProperties

const PLACE = { top: '1px', left: '12px', right: '12px' }
/** The library's own is Alt with a letter, which opens browser menus. */
const NO_KEYS: string[] = []

/** What can be done about the newest one; else its way out. */
function goToNewest() {
  const newest = document.querySelector('[data-sonner-toast]:not([data-removed=true])')
  const act = newest?.querySelector<HTMLElement>('[data-action]') ?? newest?.querySelector<HTMLElement>('[data-close-button]')
  act?.focus()
}

/** The library lets none go while the pointer is over them; the focus is worth as much. */
const point = (type: 'mousemove' | 'dragend') =>
  document.querySelector('[data-sonner-toaster]')?.dispatchEvent(new MouseEvent(type, { bubbles: true }))

const stays = ({ currentTarget, relatedTarget }: FocusEvent) =>
  relatedTarget instanceof Node && currentTarget.contains(relatedTarget)

/** Whether Tab was what was pressed last. */
function useTabPressed() {
  const pressed = useRef(false)
  useEffect(() => {
    const note = (event: Event) => {
      pressed.current = event instanceof globalThis.KeyboardEvent && event.key === 'Tab'
    }
    const kinds = ['keydown', 'pointerdown']
    kinds.forEach((kind) => document.addEventListener(kind, note, true))
    return () => kinds.forEach((kind) => document.removeEventListener(kind, note, true))
  }, [])
  return pressed
}

/**
 * The library sends the focus that leaves a message back to where it came from. That is right for who was called there, and would let
 * nobody past who goes round the page by Tab: of them it learns nothing.
 */
function useFocusInPassing() {
  const tabbed = useTabPressed()
  const passing = useRef(false)
  return {
    onFocusCapture: (event: FocusEvent) => {
      point('mousemove')
      if (!stays(event)) passing.current = tabbed.current
      if (passing.current) event.stopPropagation()
    },
    onBlur: (event: FocusEvent) => {
      if (!stays(event)) point('dragend')
    },
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || !(document.activeElement instanceof HTMLElement)) return
      if (passing.current) document.getElementById('main')?.focus({ preventScroll: true })
      else document.activeElement.blur()
    },
  }
}

export default function Toasts() {
  useActions([{ id: 'toasts', name: 'Go to the newest notification', group: 'General', keys: 'F8', run: goToNewest }])
  return (
    <div role="presentation" {...useFocusInPassing()}>
      <Toaster
        position="top-center"
        offset={PLACE}
        mobileOffset={PLACE}
        hotkey={NO_KEYS}
        closeButton
        richColors
        visibleToasts={4}
        style={LOOK}
        gap={4}
        customAriaLabel="Messages"
      />
    </div>
  )
}
