import { lazy, Suspense } from 'react'

// Not needed for the first view.
const Toaster = lazy(() => import('sonner').then((sonner) => ({ default: sonner.Toaster })))

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
  '--width': '300px',
  fontFamily: 'inherit',
} as React.CSSProperties

// At the bottom they would cover where one types and where a session ends.
const PLACE = { top: 'var(--toast-top)', left: '12px', right: '12px' }
const ACTION = '!h-7 !rounded-ctl !border !border-solid !border-ctl !bg-surface !px-2 !text-code !text-fg'

export function ToastHost() {
  return (
    <Suspense>
      <Toaster
        position="top-center"
        offset={PLACE}
        mobileOffset={PLACE}
        closeButton
        richColors
        visibleToasts={4}
        style={LOOK}
        toastOptions={{ classNames: { description: '!text-current', actionButton: ACTION, cancelButton: ACTION } }}
        containerAriaLabel="Messages"
      />
    </Suspense>
  )
}
