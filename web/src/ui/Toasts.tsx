import { Toaster } from 'sonner'
import type { FocusEvent, KeyboardEvent } from 'react'
import { useActions } from '@/shell/actions'

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
  '--width': 'var(--toast-width, 300px)',
  fontFamily: 'inherit',
} as React.CSSProperties

// At the bottom they would cover where one types and where a session ends.
const PLACE = { top: 'var(--toast-top)', left: '12px', right: '12px' }
/** What has more to say than a few words has its buttons below them, not beside a narrow column. */
const TOAST =
  '!flex-wrap !gap-y-2 !px-3 !py-1.5 [&_[data-cancel]~[data-action]]:!ml-0 [&:has([data-cancel],[data-description])_[data-content]]:!flex-[1_0_calc(100%-2rem)]'
const ACTION = '!h-7 !rounded-ctl !border !border-solid !border-ctl !bg-surface !px-2 !text-code !text-fg'
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
        toastOptions={{ classNames: { toast: TOAST, description: '!text-current', actionButton: ACTION, cancelButton: ACTION } }}
        customAriaLabel="Messages"
      />
    </div>
  )
}
