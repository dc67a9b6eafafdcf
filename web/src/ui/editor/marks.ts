import { StateEffect, StateField, type EditorState } from '@codemirror/state'
import { Decoration, EditorView, type Command, type DecorationSet } from '@codemirror/view'

/** A stretch of the script that wants a look: a proposed value or placeholder (amber), or one that is not declared (red), or a sentence to check. */
export interface Mark {
  from: number
  to: number
  kind: 'value' | 'unknown' | 'gap'
}

export const setMarks = StateEffect.define<readonly Mark[]>()

const LOOKS = {
  value: Decoration.mark({ class: 'cm-ph' }),
  unknown: Decoration.mark({ class: 'cm-ph-unknown' }),
  gap: Decoration.mark({ class: 'cm-gap' }),
}

function draw(marks: readonly Mark[], length: number): DecorationSet {
  const inside = marks.filter(({ from, to }) => from < to && to <= length)
  return Decoration.set(
    inside.map(({ from, to, kind }) => LOOKS[kind].range(from, to)),
    true,
  )
}

/** Marks move with the text until the page says new ones. */
export const markField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const said = transaction.effects.findLast((effect) => effect.is(setMarks))
    return said ? draw(said.value, transaction.newDoc.length) : marks.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

function ranges(state: EditorState): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  state.field(markField).between(0, state.doc.length, (from, to) => {
    found.push({ from, to })
  })
  return found
}

/** Selects the next (or previous) mark after the cursor, going round at the end. */
export const goToMark =
  (step: 1 | -1): Command =>
  (view) => {
    const all = ranges(view.state)
    const { from } = view.state.selection.main
    const ahead = step > 0 ? all.find((mark) => mark.from > from) : all.findLast((mark) => mark.from < from)
    const target = ahead ?? (step > 0 ? all[0] : all.at(-1))
    if (!target) return false
    view.dispatch({ selection: { anchor: target.from, head: target.to }, scrollIntoView: true })
    view.focus()
    return true
  }
