import { ToggleGroup } from '@/ui/ToggleGroup'
import { Button } from '@/ui/Button'
import type { Kind, Whole } from '../model/types'
import { asked } from './asked'
import type { View } from './NoteBody'
import { TargetStatus } from './TargetStatus'
import type { Note } from './useNote'

export interface ViewBarProps {
  whole: Whole
  kind: Kind
  note: Note
  view: View
  views: readonly View[]
  hunks: number | undefined
  onView: (view: View) => void
}

/** How the note is looked at, and where it goes. */
export function ViewBar({ whole, kind, note, view, views, hunks, onView }: ViewBarProps) {
  const labels: Record<View, string> = {
    preview: 'Preview',
    edit: 'Edit',
    changes: hunks === undefined ? 'Changes' : `Changes ${hunks}`,
  }
  return (
    <div className="flex shrink-0 flex-wrap items-start justify-between gap-x-3 gap-y-2 px-4 pt-2.5">
      <ToggleGroup
        label="View"
        value={view}
        options={views.map((value) => ({ value, label: labels[value] }))}
        onChange={onView}
      />
      {whole.session.connection_id ? (
        <TargetStatus session={whole.session} kind={kind} chosen={note.statusId} onChoose={note.setStatusId} />
      ) : (
        <p className="flex items-center gap-2 text-code text-fg2">
          Not linked: saves here only
          <Button small onClick={() => asked.set({ what: 'link' })}>
            Link ticket
          </Button>
        </p>
      )}
    </div>
  )
}
