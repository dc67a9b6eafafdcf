import { Button } from '@/ui/Button'
import { Keys } from '@/ui/Keys'
import { reason } from '@/ui/states'
import type { Kind, Whole } from '../model/types'
import { Findings } from './Findings'
import { TargetStatus } from './TargetStatus'
import { TicketChanges } from './TicketChanges'
import type { Note } from './useNote'
import { KIND_WORDS, tell } from './words'
import { WritebackTelling } from './WritebackTelling'

export interface NoteFooterProps {
  note: Note
  whole: Whole
  kind: Kind
  system: string
  ticketUrl: string | undefined
}

/** Said elsewhere: by the findings, or by the write-back itself. */
const TOLD_ELSEWHERE = new Set(['not_grounded', 'already_posted', 'ticket_changed'])

export function NoteFooter({ note, whole, kind, system, ticketUrl }: NoteFooterProps) {
  const { writeback, postError, posting } = note
  const stopped = writeback && !posting && !note.done ? writeback : undefined
  // What is on the ticket stays as it is; only a note that never left may be confirmed anew.
  const canConfirm = !stopped || stopped.step === 'PLANNED'
  const unsaid = postError && postError.status !== 502 && !TOLD_ELSEWHERE.has(postError.code)
  const changed = postError?.code === 'ticket_changed' ? postError : undefined
  const underWay = writeback && !note.done ? tell(writeback, system).text : 'Posting'
  const label = posting ? underWay : changed ? 'Post anyway after reading' : 'Confirm & post'
  return (
    <footer className="flex flex-col gap-2.5 border-t border-line px-4 py-3">
      <Findings findings={note.findings} agreed={note.agreed} onAgree={note.agree} />
      {changed && !posting && <TicketChanges error={changed} />}
      {unsaid && (
        <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
          {reason(postError)}
        </p>
      )}
      {note.error && <p className="text-code text-red-fg">Your edit is not saved: {note.error.message}</p>}
      {stopped && (
        <WritebackTelling sessionId={whole.session.id} writeback={stopped} system={system} ticketUrl={ticketUrl} />
      )}
      {canConfirm && (
        <TargetStatus
          session={whole.session}
          kind={kind}
          chosen={note.statusId}
          onChoose={note.setStatusId}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-40 flex-1 text-code text-fg2">
          Visible to: <strong className="font-semibold text-fg">{KIND_WORDS[kind].visible}</strong> (fixed by the kind)
        </p>
        {canConfirm && (
          <Button
            variant="primary"
            idle={posting || note.blocked !== undefined}
            aria-describedby={note.blocked ? 'note-blocked' : undefined}
            onClick={note.confirm}
          >
            {label}
            {!posting && (
              <span className="max-sm:hidden">
                <Keys keys="$mod+Enter" />
              </span>
            )}
          </Button>
        )}
      </div>
      {note.blocked && !posting && (
        <p id="note-blocked" className="text-meta text-fg3">
          {note.blocked}
        </p>
      )}
      <p role="status" className="sr-only">
        {posting ? label : ''}
      </p>
    </footer>
  )
}
