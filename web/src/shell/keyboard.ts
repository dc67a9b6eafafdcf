import { createKeybindingsHandler } from 'tinykeys'

const isMac = /mac|iphone|ipad/i.test(navigator.platform)

const CAPS: Record<string, string> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Shift: 'Shift',
  Enter: 'Enter',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Delete: 'Del',
}

/** "$mod+k" → ["Ctrl", "K"], "g s" → ["G", "S"], "Shift+?" → ["?"]: of a sign, the shift is a part. */
export function spellKeys(keys: string): string[] {
  return keys
    .split(' ')
    .flatMap((press) => (/^Shift\+[^A-Za-z0-9]$/.test(press) ? [press.slice(-1)] : press.split('+')))
    .map((key) => CAPS[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

const TEXT_INPUTS = /^(?!button|checkbox|color|file|image|radio|range|reset|submit).*$/

/** Where a letter is text, never a command: fields, editors, selects, and lists that search by letter. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.test(target.type)
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  if (target.isContentEditable || target.getAttribute('contenteditable') === 'true') return true
  return target.closest('.cm-editor, [role="menu"], [role="listbox"], [role="combobox"]') !== null
}

/** A key without Ctrl or Cmd that types something: such keys can be switched off, and never work while text is typed. */
export const isSingle = (keys: string): boolean => !/\$mod|Control\+|^F\d/.test(keys)

export interface KeyAction {
  keys: string
  run: () => void
}

const SEQUENCE_MS = 1_000
/** The last key that did nothing by itself. Actions come and go with what is on the page, and may between the two keys of a sequence. */
let begun: KeyboardEvent | undefined

/** Later actions win over earlier ones with the same keys. */
export function listenForKeys(actions: readonly KeyAction[], singleKeysOn: boolean): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {}
  let isRepeated = false
  // Sequences first: the N of "g n" is used by then, and is no N alone.
  const ordered = actions.toSorted((a, b) => Number(b.keys.includes(' ')) - Number(a.keys.includes(' ')))
  for (const { keys, run } of ordered) {
    const single = isSingle(keys)
    if (single && !singleKeysOn) continue
    bindings[keys] = (event) => {
      if (event.defaultPrevented || event.isComposing || isRepeated) return
      if (single && (takesText(event.target) || isInModal(event.target))) return
      event.preventDefault()
      run()
    }
  }
  const match = createKeybindingsHandler(bindings)
  if (begun && performance.now() - begun.timeStamp < SEQUENCE_MS) {
    isRepeated = true
    match(begun)
    isRepeated = false
  }
  const handle = (event: KeyboardEvent) => {
    match(event)
    begun = event.defaultPrevented || event.key.length > 1 ? undefined : event
  }
  // In the bubbling phase: a control that used the key has said so by then.
  window.addEventListener('keydown', handle)
  return () => window.removeEventListener('keydown', handle)
}

/** Behind a modal dialog the page's keys rest. */
const isInModal = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"]') !== null
