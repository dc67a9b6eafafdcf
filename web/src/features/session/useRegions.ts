import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'

export type Tab = 'chat' | 'lane'

/** What is in view: one region at a time in a narrow window; the lane beside the conversation, or hidden, in a wide one. */
export function useRegions() {
  const { panel } = useSearch({ from: '/app/pilot/$sessionId' })
  // Whoever is sent to a panel finds it.
  const [tab, setTab] = useState<Tab>(panel ? 'lane' : 'chat')
  const [laneOpen, setLaneOpen] = useState(true)
  const showLane = () => {
    setTab('lane')
    setLaneOpen(true)
  }
  const focusOn = (id: string) => {
    if (id === 'chat' || id === 'composer') setTab('chat')
    else showLane()
    // After the region came into view.
    window.setTimeout(() => document.getElementById(id)?.focus())
  }
  return { tab, setTab, laneOpen, toggleLane: () => setLaneOpen(!laneOpen), showLane, focusOn }
}
