import { useEffect, useEffectEvent } from 'react'
import { useActions } from '@/shell/actions'
import { takesText } from '@/shell/keyboard'
import type { Editing } from './useDiagramEdit'

export interface DiagramKeys {
  editing: Editing
  addNode: () => void
  remove: () => void
  addToSession: () => void
}

export function useDiagramKeys({ editing, addNode, remove, addToSession }: DiagramKeys) {
  const { act, save } = editing
  useActions([
    { id: 'save-diagram', name: 'Save the diagram', group: 'This page', keys: '$mod+s', run: () => void save() },
    { id: 'add-device', name: 'Add a device', group: 'This page', keys: 'a', run: addNode },
    { id: 'remove-chosen', name: 'Remove the chosen device or link', group: 'This page', keys: 'Delete', run: remove },
    { id: 'add-to-session', name: 'Add this diagram to a session', group: 'This page', run: addToSession },
    { id: 'arrange', name: 'Arrange the devices anew', group: 'This page', run: () => act({ do: 'arrange' }) },
    { id: 'undo-drawing', name: 'Undo (Ctrl Z)', group: 'This page', run: () => act({ do: 'undo' }) },
    { id: 'redo-drawing', name: 'Redo (Ctrl Shift Z)', group: 'This page', run: () => act({ do: 'redo' }) },
  ])
  // In a text field the browser's own undo must stay, so that this one is no registered key.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const redo = event.shiftKey || event.key.toLowerCase() === 'y'
    if (!(event.ctrlKey || event.metaKey) || !['z', 'y'].includes(event.key.toLowerCase())) return
    if (event.defaultPrevented || takesText(event.target)) return
    event.preventDefault()
    act({ do: redo ? 'redo' : 'undo' })
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
