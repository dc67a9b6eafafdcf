import { X } from 'lucide-react'
import { ticketLine } from '@/features/sessions/queries'
import { IconButton } from '@/ui/IconButton'
import { ToggleGroup } from '@/ui/ToggleGroup'
import type { Kind, Whole } from '../model/types'
import { Freshness } from './Freshness'
import type { Note } from './useNote'

const KINDS = [
  { value: 'resolution', label: 'Resolution' },
  { value: 'escalation', label: 'Escalation' },
] as const

export interface NoteHeaderProps {
  whole: Whole
  kind: Kind
  system: string
  note: Note
  onKind: (kind: Kind) => void
  onClose: () => void
}

/** Which note this is, for which ticket, and how fresh it is. */
export function NoteHeader({ whole, kind, system, note, onKind, onClose }: NoteHeaderProps) {
  const { number } = ticketLine(whole.session)
  const ticket = number && (/^\d+$/.test(number) ? `#${number}` : number)
  return (
    <header className="relative flex shrink-0 flex-col gap-2 border-b border-line px-4 pt-2 pb-2.5">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate text-panel font-semibold">
          {ticket ? (
            <>
              Note for ticket <span className="font-mono">{ticket}</span>{' '}
              <span className="font-normal text-fg2">({system})</span>
            </>
          ) : (
            'Note, no ticket linked'
          )}
        </h2>
        <IconButton
          name={note.waiting ? 'Close, once the post is answered' : 'Close'}
          aria-disabled={note.waiting || undefined}
          icon={X}
          onClick={onClose}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ToggleGroup label="Kind of note" value={kind} options={KINDS} onChange={onKind} />
        {note.active && (
          <Freshness
            preview={note.preview}
            refreshing={note.refreshing}
            failed={note.previewError !== null}
            onRefresh={note.refresh}
          />
        )}
      </div>
      {note.refreshing && (
        <span aria-hidden className="late absolute inset-x-0 -bottom-px h-0.5 bg-accent motion-safe:animate-pulse" />
      )}
    </header>
  )
}
