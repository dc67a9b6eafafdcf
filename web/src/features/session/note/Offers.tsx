import { Info } from 'lucide-react'
import { Button } from '@/ui/Button'
import type { View } from './NoteBody'
import type { Note } from './useNote'

export interface MovedProps {
  note: Note
  view: View
  onSee: () => void
  onUse: () => void
}

/** The text stays as the engineer wrote it; what is new is offered. */
export function Moved({ note, view, onSee, onUse }: MovedProps) {
  const { preview } = note
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-ctl border border-cyan-bd bg-cyan-bg px-3 py-2 text-cyan-fg">
      <p className="flex min-w-48 flex-1 items-center gap-2 font-medium">
        <Info size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        New facts since your edit.
      </p>
      {view !== 'changes' && (
        <Button small onClick={onSee}>
          See changes
        </Button>
      )}
      <Button small onClick={onUse}>
        Use new
      </Button>
      <Button small onClick={() => preview && note.keep(preview.state_version)}>
        Keep mine
      </Button>
    </div>
  )
}

export function Theirs({ note }: { note: Note }) {
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">Someone else saved another text of this note:</p>
      <p className="max-h-40 overflow-y-auto text-code break-words whitespace-pre-wrap">{note.theirs?.markdown}</p>
      <div className="flex gap-2">
        <Button small onClick={note.takeTheirs}>
          Take theirs
        </Button>
        <Button small onClick={note.overwrite}>
          Keep mine
        </Button>
      </div>
    </div>
  )
}
