import { lazy, Suspense } from 'react'

// Not needed for the first view.
const Toasts = lazy(() => import('./Toasts'))

export function ToastHost() {
  return (
    <Suspense>
      <Toasts />
    </Suspense>
  )
}
