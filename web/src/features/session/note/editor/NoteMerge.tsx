import { getOriginalDoc, goToNextChunk, goToPreviousChunk, unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { cx } from '@/lib/cx'
import { BOX, look } from '@/ui/editor/look'
import { markdown } from './markdown'

export interface NoteMergeProps {
  label: string
  mine: string
  written: string
  /** Only looked at: another person edits the note. */
  readOnly?: boolean
  /** A place was decided: the engineer's text, and what it is still compared with. */
  onSettle: (mine: string, written: string) => void
}

/** In CodeMirror's words the engineer's text is the new one: to accept a change is to keep it. */
const SAID = { accept: 'Keep mine', reject: 'Use new' } as const

/** Both texts in one column; each place that differs is decided by itself. Nothing can be typed. */
export default function NoteMerge({ label, mine, written, readOnly = false, onSettle }: NoteMergeProps) {
  const box = useRef<HTMLDivElement>(null)
  const settle = useEffectEvent(onSettle)
  useEffect(() => {
    if (!box.current) return
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: mine,
        extensions: [
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, role: 'textbox', 'aria-multiline': 'true', 'aria-readonly': 'true' }),
          keymap.of([{ key: 'F8', run: goToNextChunk, shift: goToPreviousChunk }]),
          markdown,
          look,
          unifiedMergeView({
            original: written,
            gutter: false,
            highlightChanges: false,
            mergeControls: readOnly ? false : makeControl,
            collapseUnchanged: { margin: 2, minSize: 5 },
          }),
          EditorView.updateListener.of(({ state, transactions }) => {
            if (!transactions.some((one) => one.isUserEvent('accept') || one.isUserEvent('revert'))) return
            settle(state.doc.toString(), getOriginalDoc(state).toString())
          }),
        ],
      }),
    })
    return () => view.destroy()
  }, [label, mine, written, readOnly])
  return <div ref={box} className={cx(BOX, 'min-h-24 flex-1 rounded-ctl border border-ctl !bg-surface')} />
}

function makeControl(type: 'accept' | 'reject', act: (event: MouseEvent) => void): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = SAID[type]
  button.onmousedown = (event) => event.preventDefault()
  button.onclick = act
  return button
}
