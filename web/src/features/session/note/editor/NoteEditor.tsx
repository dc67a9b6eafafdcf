import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, hoverTooltip, keymap, type Command } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { cx } from '@/lib/cx'
import { BOX, look } from '@/ui/editor/look'
import { goToMark, markField, setMarks } from '@/ui/editor/marks'
import { locate, type Gap } from '../locate'
import { markdown } from './markdown'

export interface NoteEditorProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** Another person edits it. */
  readOnly?: boolean
  gaps: readonly Gap[]
  /** A sentence to go to; a new object asks again. */
  goTo?: { sentence: string } | undefined
  describedBy: string
  /** Why the sentence that was gone to is marked. */
  onGap: (words: string) => void
}

/** Ctrl+Enter confirms the note and Escape leaves its text: they are the panel's. */
const KEYS = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter' && key !== 'Escape')

/** A note's Markdown. Tab leaves it; F8 goes from one marked sentence to the next. */
export default function NoteEditor(props: NoteEditorProps) {
  const { label, value, readOnly = false, gaps, goTo, describedBy } = props
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const [lock] = useState(() => new Compartment())
  const changed = useEffectEvent((text: string) => props.onChange(text))
  const wordsAt = useEffectEvent((at: number) => gaps.find(({ from, to }) => from <= at && at <= to)?.words ?? '')
  const tell = useEffectEvent((words: string) => props.onGap(words))
  const start = useEffectEvent((parent: HTMLElement) => {
    const go =
      (step: 1 | -1): Command =>
      (target) => {
        const moved = goToMark(step)(target)
        if (moved) tell(wordsAt(target.state.selection.main.from))
        return moved
      }
    return new EditorView({
      parent,
      state: EditorState.create({
        doc: value,
        extensions: [
          keymap.of([{ key: 'F8', run: go(1), shift: go(-1) }]),
          basics(label, describedBy),
          lock.of(locked(readOnly)),
          hoverTooltip((_view, at) => tooltipOf(wordsAt(at), at)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((one) => one.isUserEvent('set')))
              changed(update.state.doc.toString())
            if (update.docChanged) tell('')
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
    view.current?.dispatch({ effects: lock.reconfigure(locked(readOnly)) })
  }, [lock, readOnly])
  useEffect(() => {
    view.current?.dispatch({ effects: setMarks.of(gaps.map(({ from, to }) => ({ from, to, kind: 'gap' }))) })
  }, [gaps])
  useEffect(() => {
    const current = view.current
    if (!current || !goTo) return
    const [found] = locate(current.state.doc.toString(), [{ id: '', code: '', reason: '', sentence: goTo.sentence }])
    if (found) {
      current.dispatch({
        selection: { anchor: found.from, head: found.to },
        effects: EditorView.scrollIntoView(found.from, { y: 'center' }),
      })
      tell(wordsAt(found.from))
    }
    current.focus()
  }, [goTo])

  return <div ref={box} className={cx(BOX, 'min-h-32 flex-auto basis-[30rem] rounded-ctl border border-ctl !bg-surface')} />
}

const locked = (readOnly: boolean): Extension => [
  EditorState.readOnly.of(readOnly),
  EditorView.contentAttributes.of({ 'aria-readonly': String(readOnly) }),
]

const tooltipOf = (words: string, at: number) =>
  words === ''
    ? null
    : {
        pos: at,
        create: () => {
          const dom = document.createElement('div')
          dom.textContent = words
          return { dom }
        },
      }

const basics = (label: string, describedBy: string): Extension => [
  history(),
  drawSelection(),
  search({ top: true }),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-multiline': 'true',
    'aria-describedby': describedBy,
    role: 'textbox',
    spellcheck: 'true',
  }),
  keymap.of([...searchKeymap, ...historyKeymap, ...KEYS]),
  markField,
  // Before the look of scripts, which it changes.
  markdown,
  look,
]
