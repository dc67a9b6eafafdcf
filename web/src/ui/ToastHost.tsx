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
} as React.CSSProperties

export function ToastHost() {
  return (
    <Suspense>
      <Toaster
        position="bottom-left"
        offset={12}
        closeButton
        richColors
        visibleToasts={4}
        style={LOOK}
        toastOptions={{ classNames: { description: '!text-current' } }}
        containerAriaLabel="Messages"
      />
    </Suspense>
  )
}
