import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useLayoutEffect } from 'react'
import { meQuery } from '@/api/queries'
import { useStore } from '@/lib/store'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { singleKeys, useActions, useAllActions } from './actions'
import { Header } from './Header'
import { HeaderSlotProvider } from './HeaderSlot'
import { listenForKeys } from './keyboard'
import { keymap } from './keymap'
import { NavRail } from './NavRail'
import { useNavigation } from './navigation'
import { NewVersionBar } from './NewVersionBar'
import { sheet } from './sheets'
import { Sheets } from './Sheets'
import { useFocusKept } from './useFocusKept'

function useSingleKeys(): boolean {
  const wanted = useStore(singleKeys) === 'on'
  return useStore(sheet) === undefined && wanted
}

/** Apart from the shell, which is not drawn anew with each action that comes or goes. */
function Keyboard() {
  const actions = useAllActions()
  // What is typed for a sheet that is on its way does nothing on the page behind it.
  const single = useSingleKeys()
  const { data: me } = useQuery(meQuery)
  const userId = me?.user_id
  useEffect(() => {
    if (userId !== undefined) keymap.belongTo(userId)
  }, [userId])
  useLayoutEffect(
    () =>
      listenForKeys(
        actions.flatMap(({ keys, alsoKeys, run }) => [keys, alsoKeys].flatMap((one) => (one ? [{ keys: one, run }] : []))),
        single,
      ),
    [actions, single],
  )
  return null
}

export function AppShell() {
  useNavigation()
  useActions([
    { id: 'palette', name: 'Commands', group: 'General', keys: '$mod+k', run: () => sheet.set('palette') },
    { id: 'help', name: 'Keyboard shortcuts', group: 'General', keys: 'Shift+?', run: () => sheet.set('help') },
    { id: 'notifications', name: 'Notifications', group: 'General', run: () => sheet.set('notifications') },
  ])
  useFocusKept()
  // The frame is drawn first, and what stands in it in pieces.
  const framed = useDeferredValue(true, false)

  return (
    <HeaderSlotProvider>
      <div className="flex h-full flex-col">
        <a
          href="#main"
          className="absolute -top-20 left-2 z-50 rounded-ctl bg-accent px-3 py-2 text-on-accent focus:top-2"
        >
          Skip to main content
        </a>
        <Header onPalette={() => sheet.set('palette')} />
        <NewVersionBar />
        <div className="flex min-h-0 flex-1">
          <NavRail />
          <div className="min-w-0 flex-1">
            <RegionBoundary name="This page">
              {framed && <Outlet />}
            </RegionBoundary>
          </div>
        </div>
      </div>
      <Sheets />
      <Keyboard />
    </HeaderSlotProvider>
  )
}
