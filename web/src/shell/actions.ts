import { useEffect, useEffectEvent } from 'react'
import { makePreference } from '@/lib/preferences'
import { makeStore, useStore } from '@/lib/store'

export interface Action {
  id: string
  name: string
  group: 'Go to' | 'Session' | 'This page' | 'General'
  /** In tinykeys' notation: "$mod+k", "g s", "Shift+?". */
  keys?: string
  /** A second way by keyboard, not shown in lists. */
  alsoKeys?: string
  run: () => void
}

const registry = makeStore<readonly Action[]>([])

export const singleKeys = makePreference('single-keys', ['on', 'off'] as const, 'on')

export const useAllActions = () => useStore(registry)

/**
 * Offers actions to the palette, the keyboard and the shortcut sheet while the component is on the page.
 * `run` may close over anything; the newest one is called.
 */
export function useActions(actions: readonly Action[]) {
  const runById = useEffectEvent((id: string) => actions.find((action) => action.id === id)?.run())
  // Only what the lists show makes them register anew.
  const shape = JSON.stringify(actions.map(({ id, name, group, keys, alsoKeys }) => ({ id, name, group, keys, alsoKeys })))
  useEffect(() => {
    const shown = JSON.parse(shape) as Omit<Action, 'run'>[]
    const mine = shown.map((action) => ({ ...action, run: () => runById(action.id) }))
    registry.set([...registry.get(), ...mine])
    return () => registry.set(registry.get().filter((action) => !mine.includes(action)))
  }, [shape])
}
