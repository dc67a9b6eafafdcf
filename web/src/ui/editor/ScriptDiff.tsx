import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { cx } from '@/lib/cx'
import { BOX, languageOf, look } from './look'

export interface ScriptDiffProps {
  label: string
  before: string
  after: string
  language: string
  className?: string
}

/** What changed from one script to the next, in one column; nothing can be typed. */
export default function ScriptDiff({ label, before, after, language, className }: ScriptDiffProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!box.current) return
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, role: 'textbox', 'aria-readonly': 'true' }),
          languageOf(language),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
          look,
        ],
      }),
    })
    return () => view.destroy()
  }, [label, before, after, language])
  return <div ref={box} className={cx(BOX, className)} />
}
