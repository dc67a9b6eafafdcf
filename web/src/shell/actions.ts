import { useEffectEvent, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import { makePreference } from '@/lib/preferences'
import { makeStore, useStore } from '@/lib/store'
import { keymap } from './keymap'

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

export interface KeyedAction extends Action {
  /** Ours; `keys` are those that the person chose. */
  defaultKeys?: string
}

const registry = makeStore<readonly Action[]>([])

export const singleKeys = makePreference('single-keys', ['on', 'off'] as const, 'on')

function withOwnKeys(action: Action, own: string | undefined): KeyedAction {
  const { keys: defaultKeys, ...rest } = action
  if (defaultKeys === undefined) return action
  const keys = own ?? defaultKeys
  return { ...rest, defaultKeys, ...(keys && { keys }) }
}

/** With the keys that this person chose. */
export function useAllActions(): readonly KeyedAction[] {
  const actions = useStore(registry)
  const own = useStore(keymap)
  return useMemo(() => actions.map((action) => withOwnKeys(action, own[action.id])), [actions, own])
}

/** The keys to show where ours were meant. */
export function useShownKeys(keys: string | undefined): string | undefined {
  // The one text that is shown, not the list: a page's own actions come one by one, and draw nothing anew that shows other keys.
  return useSyncExternalStore(follow, () => {
    const action = keys === undefined ? undefined : registry.get().findLast((one) => one.keys === keys)
    const own = action && keymap.get()[action.id]
    return own === undefined ? keys : own || undefined
  })
}

function follow(listener: () => void) {
  const stops = [registry.subscribe(listener), keymap.subscribe(listener)]
  return () => stops.forEach((stop) => stop())
}

/**
 * Offers actions to the palette, the keyboard and the shortcut sheet while the component is on the page.
 * `run` may close over anything; the newest one is called.
 */
export function useActions(actions: readonly Action[]) {
  const runById = useEffectEvent((id: string) => actions.find((action) => action.id === id)?.run())
  // Only what the lists show makes them register anew.
  const shape = JSON.stringify(actions.map(({ id, name, group, keys, alsoKeys }) => ({ id, name, group, keys, alsoKeys })))
  // With the drawing itself: a key that is pressed as soon as the page is seen counts.
  useLayoutEffect(() => {
    const shown = JSON.parse(shape) as Omit<Action, 'run'>[]
    const mine = shown.map((action) => ({ ...action, run: () => runById(action.id) }))
    registry.set([...registry.get(), ...mine])
    return () => registry.set(registry.get().filter((action) => !mine.includes(action)))
  }, [shape])
}
