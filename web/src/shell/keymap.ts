import { makeOwnRecord } from '@/lib/preferences'
import { isSingle } from './keyboard'

/** Keys that a person chose instead of ours, by action; '' takes an action's keys away. */
export const keymap = makeOwnRecord('keys')

export interface Keyed {
  id: string
  name: string
  keys?: string
}

/** Browsers and screen readers hold these. */
const HELD = new Set(['a', 'c', 'd', 'f', 'h', 'i', 'j', 'l', 'n', 'o', 'p', 'q', 'r', 't', 'u', 'v', 'w', 'x', 'y', 'z'])
const NEVER = new Set(['Tab', 'Enter', ' ', 'Escape', 'Backspace', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'])

/** Why these keys can't lead to a command; undefined: they can. */
export function refuse(keys: string): string | undefined {
  for (const press of keys.split(' ')) {
    const parts = press.split('+').filter(Boolean)
    const key = press.endsWith('+') ? '+' : (parts.at(-1) ?? '')
    const modifiers = parts.slice(0, -1)
    if (modifiers.includes('Alt')) return 'Alt with a key opens browser menus or types a sign.'
    if (NEVER.has(key)) return 'This key moves, chooses or closes; it stays as it is.'
    if (modifiers.includes('$mod') && HELD.has(key.toLowerCase())) return 'The browser or the text field needs these keys.'
    if (/^F\d+$/.test(key)) return 'Function keys belong to the browser and the editor.'
  }
  return undefined
}

/** The action that these keys already lead to, or whose keys begin with them, or that they begin with. */
export function findTaken<A extends Keyed>(actions: readonly A[], id: string, keys: string): A | undefined {
  const wanted = keys.toLowerCase()
  return actions.find((one) => {
    const held = one.keys?.toLowerCase()
    return one.id !== id && held !== undefined && (held === wanted || held.startsWith(`${wanted} `) || wanted.startsWith(`${held} `))
  })
}

/** One press in tinykeys' notation; undefined for a modifier alone. */
export function readPress(event: KeyboardEvent): string | undefined {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(event.key)) return undefined
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const modifiers = [(event.ctrlKey || event.metaKey) && '$mod', event.altKey && 'Alt', event.shiftKey && 'Shift']
  return [...modifiers.filter(Boolean), key].join('+')
}

/** "g" waits for a second press. */
export const isPrefix = (keys: string): boolean => keys === 'g' && isSingle(keys)

export function chooseKeys(id: string, keys: string | undefined) {
  const others = Object.entries(keymap.get()).filter(([one]) => one !== id)
  keymap.set(Object.fromEntries(keys === undefined ? others : [...others, [id, keys]]))
}
