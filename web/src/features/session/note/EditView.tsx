import { useMemo, useState } from 'react'
import { Button } from '@/ui/Button'
import { NoteEditor } from './editor'
import { locate } from './locate'
import type { Note } from './useNote'

export interface EditViewProps {
  note: Note
  goTo: { sentence: string } | undefined
  onUse: () => void
}

/** The engineer's own text: plain Markdown, saved as it is typed, with what has no backing marked in its place. */
export function EditView({ note, goTo, onUse }: EditViewProps) {
  const { edit, findings, markdown, preview, lease } = note
  const gaps = useMemo(() => locate(markdown, findings), [markdown, findings])
  const [said, setSaid] = useState('')
  const locked = lease.holder !== undefined
  const state = locked ? 'Read only' : !edit ? 'Saved as you type' : note.error ? 'Not saved' : note.saving ? 'Saving' : 'Your edit is saved'
  return (
    <div className="flex min-h-56 flex-auto flex-col gap-1.5">
      <NoteEditor
        label="Text of the note, Markdown"
        value={markdown}
        readOnly={locked}
        gaps={gaps}
        goTo={goTo}
        describedBy="note-editor-hint"
        onChange={(text) => preview && note.type(text, preview.state_version)}
        onGap={setSaid}
      />
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-meta text-fg3">
        <p role="status">{state}</p>
        <p id="note-editor-hint">
          Esc, then Tab leaves the editor{gaps.length > 0 && ' · F8 goes to the next mark'}
        </p>
        <span className="flex-1" />
        {edit && !locked && (
          <Button small variant="ghost" onClick={onUse}>
            Drop my edit
          </Button>
        )}
      </div>
    </div>
  )
}
