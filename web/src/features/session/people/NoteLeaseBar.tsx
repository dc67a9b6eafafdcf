import { PencilLine } from 'lucide-react'
import { Button } from '@/ui/Button'
import { CopyMine } from './CopyMine'
import type { Note } from '../note/useNote'

/** Who edits this note instead of me, and what I had typed when they took it over. */
export function NoteLeaseBar({ note }: { note: Note }) {
  const { lease, kept } = note
  const { holder } = lease
  if (!holder && kept === undefined) return null
  return (
    <div role="status" className="flex flex-col gap-2 rounded-ctl border border-line bg-sunken px-3 py-2">
      {holder && (
        <div className="flex flex-wrap items-center gap-2">
          <p className="flex min-w-40 flex-1 items-center gap-2 font-medium">
            <PencilLine size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-fg2" />
            {holder.name} is editing this note
          </p>
          <Button small idle={lease.taking} onClick={lease.takeOver}>
            {lease.taking ? 'Taking over' : 'Take over'}
          </Button>
        </div>
      )}
      {kept !== undefined && (
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-40 flex-1 text-fg2">
            {holder ? 'They took it over. The text you had is kept here.' : 'The text you had before is kept here.'}
          </p>
          <CopyMine text={kept} />
          {!holder && (
            <Button small onClick={note.useKept}>
              Use mine
            </Button>
          )}
          <Button small variant="ghost" onClick={note.dropKept}>
            Drop it
          </Button>
        </div>
      )}
    </div>
  )
}
