import { useEffect, useEffectEvent } from 'react'
import { useActions } from '@/shell/actions'
import { takesText } from '@/shell/keyboard'
import { canUndo, forgetActs, undoLast } from './model/undo'

export interface SessionKeys {
  /** Puts the focus into a region, after bringing it into view. */
  focusOn: (id: string) => void
  addFact: () => void
  toggleFix: () => void
  openGenerator: () => void
  toggleLane: () => void
  open: (kind: 'resolution' | 'escalation') => void
}

const ROW = ':is(#facts, #checks) [data-row]'
const rowOf = (): Element | null => document.activeElement?.closest('[data-fact]') ?? null
const press = (selector: string, within: ParentNode | null = document) =>
  within?.querySelector<HTMLElement>(selector)?.click()

/** The next or previous row of the region that holds the focus; of the messages when none does. */
function moveRow(step: number) {
  const region = document.activeElement?.closest('#facts, #checks, #chat') ?? document.getElementById('chat')
  const rows = [...(region?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].filter((row) => !row.closest('details:not([open])'))
  const at = rows.findIndex((row) => row.contains(document.activeElement) || row.closest('li')?.contains(document.activeElement))
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)
  rows[next]?.focus()
}

export function useSessionActions(keys: SessionKeys) {
  const { focusOn } = keys
  useActions([
    { id: 'composer', name: 'Write to the assistant', group: 'Session', keys: 'c', run: () => focusOn('composer') },
    { id: 'go-chat', name: 'Go to the conversation', group: 'Session', keys: '1', run: () => focusOn('chat') },
    { id: 'go-facts', name: 'Go to what we know', group: 'Session', keys: '2', run: () => focusOn('facts') },
    { id: 'go-checks', name: 'Go to the checks', group: 'Session', keys: '3', run: () => focusOn('checks') },
    { id: 'go-fix', name: 'Go to the suggested fix', group: 'Session', keys: '4', run: () => focusOn('fix') },
    { id: 'go-conclude', name: 'Go to Resolve and Escalate', group: 'Session', keys: '5', run: () => focusOn('conclude') },
    { id: 'next-row', name: 'Next message or row', group: 'Session', keys: 'j', run: () => moveRow(1) },
    { id: 'previous-row', name: 'Previous message or row', group: 'Session', keys: 'k', run: () => moveRow(-1) },
    { id: 'add-fact', name: 'Add a fact', group: 'Session', keys: 'a', run: keys.addFact },
    { id: 'confirm-fact', name: 'Confirm the fact in focus', group: 'Session', keys: 'y', run: () => press('[data-act=confirm]', rowOf()) },
    { id: 'remove-fact', name: 'Remove the fact in focus', group: 'Session', keys: 'Delete', run: () => press('[data-act=remove]', rowOf()) },
    { id: 'fix-panel', name: 'Open or close the fix', group: 'Session', keys: 'f', run: keys.toggleFix },
    { id: 'script-generator', name: 'Open inline Script Generator', group: 'Session', run: keys.openGenerator },
    { id: 'fix-dismiss', name: 'Dismiss the fix', group: 'Session', keys: 'x', run: () => press('#fix-dismiss') },
    { id: 'resolve', name: 'Resolve: preview the note', group: 'Session', run: () => keys.open('resolution') },
    { id: 'escalate', name: 'Escalate: preview the package', group: 'Session', run: () => keys.open('escalation') },
    { id: 'lane', name: 'Show or hide the task lane', group: 'Session', keys: ']', run: keys.toggleLane },
    { id: 'undo', name: 'Undo the last change in the lane (Ctrl Z)', group: 'Session', run: undoLast },
  ])
  // In a text field the browser's own undo must stay, so that this one is no registered key.
  const onUndo = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z') return
    if (takesText(event.target) || !canUndo()) return
    event.preventDefault()
    undoLast()
  })
  // Elsewhere they scroll, so that these are no registered keys, either.
  const onArrow = useEffectEvent((event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (!(event.target instanceof Element) || !event.target.matches(ROW)) return
    event.preventDefault()
    moveRow(step)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      onUndo(event)
      onArrow(event)
    }
    window.addEventListener('keydown', listener)
    return () => {
      window.removeEventListener('keydown', listener)
      forgetActs()
    }
  }, [])
}
