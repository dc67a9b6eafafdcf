import { lazy, Suspense, useEffect, useState } from 'react'
import { useStore } from '@/lib/store'
import { notices } from './notices'

const Toasts = lazy(() => import('./Toasts'))
const AT_REST_MS = 1_000

/** With the first message, or once the page has come to rest, so that a message needs no connection. */
export function ToastHost() {
  const said = useStore(notices).length > 0
  const [atRest, setAtRest] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setAtRest(true), AT_REST_MS)
    return () => window.clearTimeout(timer)
  }, [])
  return <Suspense>{(said || atRest) && <Toasts />}</Suspense>
}
