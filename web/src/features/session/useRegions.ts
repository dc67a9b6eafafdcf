import { useSearch } from '@tanstack/react-router'
import { useState, useSyncExternalStore, type FocusEvent } from 'react'
import { makePreference } from '@/lib/preferences'
import { useStore } from '@/lib/store'
import { openSection } from './lane/sections'

export type Tab = 'chat' | 'lane'

const lane = makePreference('lane', ['open', 'closed'], 'open')
/** Below the styles' `lane:`. */
const NARROW = '(width < 68.75rem)'
const isWide = () => !window.matchMedia(NARROW).matches
function followWidth(listener: () => void) {
  const narrow = window.matchMedia(NARROW)
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

const focusSoon = (id: string) => window.setTimeout(() => document.getElementById(id)?.focus())

/** What is in view: one region at a time in a narrow window; the lane beside the conversation, or hidden, in a wide one. */
export function useRegions() {
  const { panel } = useSearch({ from: '/app/pilot/$sessionId' })
  // Whoever is sent to a panel finds it.
  const [tab, setTab] = useState<Tab>(panel ? 'lane' : 'chat')
  const laneOpen = useStore(lane) === 'open'
  const inView = useSyncExternalStore(followWidth, isWide) || tab === 'lane'
  // What a narrow window has behind a tab is drawn when that is first chosen, and stays.
  const [laneSeen, setLaneSeen] = useState(inView)
  if (inView && !laneSeen) setLaneSeen(true)
  const showLane = () => {
    setTab('lane')
    lane.set('open')
  }
  const focusOn = (id: string) => {
    if (id === 'chat' || id === 'composer') setTab('chat')
    else if (id === 'conclude') lane.set('open')
    else showLane()
    openSection(id)
    // After the region came into view.
    focusSoon(id)
  }
  const toggleLane = () => {
    // What is hidden can't hold the focus.
    const inLane = Boolean(document.activeElement?.closest('aside'))
    lane.set(laneOpen ? 'closed' : 'open')
    if (laneOpen && inLane) focusSoon('chat')
    if (!laneOpen) setTab('lane')
  }
  /** A window that gets narrow goes on showing the region that was worked in, with all that is open in it. */
  const follow = (region: Tab) => ({
    onFocusCapture: ({ target }: FocusEvent) => {
      if (target.closest('#conclude') === null) setTab(region)
    },
  })
  return { tab, setTab, laneOpen, laneSeen, toggleLane, showLane, focusOn, follow }
}
