import { lazy, Suspense, useEffect } from 'react'
import { expiry } from '@/api/expiry'
import { early } from '@/lib/early'
import { useStore } from '@/lib/store'
import { useTypingPause } from '@/lib/useTypingPause'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { sheet } from './sheets'

const [CommandPalette, fetchPalette] = early(() => import('./CommandPalette'))
const ShortcutHelp = lazy(() => import('./ShortcutHelp'))
const Notifications = lazy(() => import('./Notifications'))
const SignInAgain = lazy(() => import('@/features/auth/SignInAgain'))

/** What lies over the page. The palette is fetched once the page has come to rest, so that it opens at once. */
export function Sheets() {
  const open = useStore(sheet)
  // It takes the keys: not in the middle of a word.
  const signInAgain = useTypingPause(useStore(expiry))
  const close = () => sheet.set(undefined)
  useEffect(() => {
    const timer = window.setTimeout(() => void fetchPalette().catch(() => undefined), 1_500)
    return () => {
      window.clearTimeout(timer)
      close()
    }
  }, [])
  return (
    // What opens lies elsewhere: only a failure is drawn here, over the page.
    <div className="fixed inset-x-4 bottom-4 z-40 mx-auto max-w-xl rounded-card border border-line bg-surface empty:hidden">
      <RegionBoundary name="This part of the page">
        <Suspense>
          {open === 'palette' && <CommandPalette onClose={close} />}
          {open === 'help' && <ShortcutHelp onClose={close} />}
          {open === 'notifications' && <Notifications onClose={close} />}
          {signInAgain && <SignInAgain />}
        </Suspense>
      </RegionBoundary>
    </div>
  )
}
