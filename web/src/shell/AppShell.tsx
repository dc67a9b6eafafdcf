import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { expiry } from '@/api/expiry'
import { useStore } from '@/lib/store'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { singleKeys, useActions, useAllActions } from './actions'
import { Header } from './Header'
import { HeaderSlotProvider } from './HeaderSlot'
import { listenForKeys } from './keyboard'
import { NavRail } from './NavRail'
import { useNavigation } from './navigation'

const CommandPalette = lazy(() => import('./CommandPalette'))
const ShortcutHelp = lazy(() => import('./ShortcutHelp'))
const SignInAgain = lazy(() => import('@/features/auth/SignInAgain'))

function useKeyboard() {
  const actions = useAllActions()
  const single = useStore(singleKeys)
  useEffect(
    () =>
      listenForKeys(
        actions.flatMap(({ keys, alsoKeys, run }) => [keys, alsoKeys].flatMap((one) => (one ? [{ keys: one, run }] : []))),
        single === 'on',
      ),
    [actions, single],
  )
}

export function AppShell() {
  const [sheet, setSheet] = useState<'palette' | 'help'>()
  const expired = useStore(expiry)
  useNavigation()
  useActions([
    { id: 'palette', name: 'Commands', group: 'General', keys: '$mod+k', run: () => setSheet('palette') },
    { id: 'help', name: 'Keyboard shortcuts', group: 'General', keys: 'Shift+?', run: () => setSheet('help') },
  ])
  useKeyboard()

  return (
    <HeaderSlotProvider>
      <div className="flex h-full flex-col">
        <a
          href="#main"
          className="absolute -top-20 left-2 z-50 rounded-ctl bg-accent px-3 py-2 text-on-accent focus:top-2"
        >
          Skip to main content
        </a>
        <Header onPalette={() => setSheet('palette')} />
        <div className="flex min-h-0 flex-1">
          <NavRail />
          <div className="min-w-0 flex-1">
            <RegionBoundary name="This page">
              <Outlet />
            </RegionBoundary>
          </div>
        </div>
      </div>
      <Suspense>
        {sheet === 'palette' && <CommandPalette onClose={() => setSheet(undefined)} />}
        {sheet === 'help' && <ShortcutHelp onClose={() => setSheet(undefined)} />}
        {expired && <SignInAgain />}
      </Suspense>
    </HeaderSlotProvider>
  )
}
