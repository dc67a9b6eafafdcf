import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { cx } from '@/lib/cx'
import { BOX, languageOf, look } from './look'
import { goToMark, markField, setMarks, type Mark } from './marks'

export interface ScriptEditorProps {
  label: string
  value: string
  language: string
  onChange?: (value: string) => void
  /** Ctrl+S or Cmd+S. */
  onSave?: () => void
  readOnly?: boolean
  marks?: readonly Mark[]
  /** A line to show and put the cursor on; a new object asks again. */
  goTo?: { line: number } | undefined
  className?: string
}

const NO_MARKS: readonly Mark[] = []

/** A script in CodeMirror. Tab leaves it, as in every other field; F8 goes from one marked value to the next. */
export default function ScriptEditor(props: ScriptEditorProps) {
  const { label, value, language, readOnly = false, marks = NO_MARKS, goTo, className } = props
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const parts = useRef({ language: new Compartment(), writable: new Compartment() })
  const changed = useEffectEvent((text: string) => props.onChange?.(text))
  const saved = useEffectEvent(() => props.onSave?.())
  const start = useEffectEvent((parent: HTMLElement) => {
    const { language: mode, writable } = parts.current
    return new EditorView({
      parent,
      state: EditorState.create({
        doc: value,
        extensions: [
          basics(label, saved),
          mode.of(languageOf(language)),
          writable.of(EditorState.readOnly.of(readOnly)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((one) => one.isUserEvent('set')))
              changed(update.state.doc.toString())
          }),
        ],
      }),
    })
  })

  useEffect(() => {
    if (!box.current) return
    const made = start(box.current)
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [])
  useEffect(() => {
    const current = view.current
    if (!current || current.state.doc.toString() === value) return
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value }, userEvent: 'set' })
  }, [value])
  useEffect(() => {
    const { language: mode, writable } = parts.current
    view.current?.dispatch({
      effects: [mode.reconfigure(languageOf(language)), writable.reconfigure(EditorState.readOnly.of(readOnly))],
    })
  }, [language, readOnly])
  useEffect(() => {
    view.current?.dispatch({ effects: setMarks.of(marks) })
  }, [marks, value])
  useEffect(() => {
    const current = view.current
    if (!current || !goTo) return
    const line = current.state.doc.line(Math.min(Math.max(goTo.line, 1), current.state.doc.lines))
    current.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) })
    current.focus()
  }, [goTo])

  return <div ref={box} className={cx(BOX, className)} />
}

const basics = (label: string, save: () => void): Extension => [
  lineNumbers(),
  history(),
  drawSelection(),
  highlightActiveLine(),
  bracketMatching(),
  search({ top: true }),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true', role: 'textbox', spellcheck: 'false' }),
  keymap.of([
    { key: 'F8', run: goToMark(1), shift: goToMark(-1) },
    { key: 'Mod-s', preventDefault: true, run: () => (save(), true) },
    ...searchKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]),
  markField,
  look,
]
