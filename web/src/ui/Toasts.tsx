import { Toaster } from 'sonner'
import type { FocusEvent, KeyboardEvent } from 'react'
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

const release = ({ currentTarget, relatedTarget }: FocusEvent) => {
  if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) point('dragend')
}

// The library gives the focus back to where it was.
const leave = (event: KeyboardEvent) => {
  if (event.key === 'Escape' && document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

export default function Toasts() {
  useActions([{ id: 'toasts', name: 'Go to the newest notification', group: 'General', keys: 'F8', run: goToNewest }])
  return (
    <div role="presentation" onFocus={() => point('mousemove')} onBlur={release} onKeyDown={leave}>
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
