import { Button } from '@/ui/Button'
import { Keys } from '@/ui/Keys'
import { reason } from '@/ui/states'
import type { Kind, Whole } from '../model/types'
import { Findings } from './Findings'
import { PostingSteps } from './PostingSteps'
import { TicketChanges } from './TicketChanges'
import { useActs } from './useActs'
import type { Note } from './useNote'
import { Unsent } from './Unsent'
import { KIND_WORDS, tell } from './words'

export interface NoteFooterProps {
  note: Note
  whole: Whole
  kind: Kind
  system: string
  ticketUrl: string | undefined
  onShow: (sentence: string) => void
}

/** Said elsewhere: by the findings, by the changes, or by the write-back's own message. */
const TOLD_ELSEWHERE = new Set(['not_grounded', 'already_posted', 'ticket_changed'])

export function NoteFooter({ note, whole, kind, system, ticketUrl, onShow }: NoteFooterProps) {
  const { writeback, postError, posting } = note
  const { buttonsOf, retrying } = useActs(whole.session.id, ticketUrl, note.statusId)
  const stopped = writeback && !posting && !note.done ? writeback : undefined
  // What is on the ticket stays as it is; only a note that never left may be confirmed anew.
  const goOn = stopped && stopped.step !== 'PLANNED' ? buttonsOf(stopped, tell(stopped, system).acts).find(({ act }) => act === 'again' || act === 'retry') : undefined
  const unsaid = postError && postError.status !== 502 && !TOLD_ELSEWHERE.has(postError.code)
  const changed = postError?.code === 'ticket_changed' ? postError : undefined
  const running = writeback && !note.done ? tell(writeback, system).text : 'Posting'
  const label = posting ? running : changed ? 'Post anyway after reading' : 'Confirm & post'
  return (
    <footer className="flex min-h-0 shrink-0 flex-col gap-2.5 overflow-y-auto border-t border-line px-4 py-3">
      {!posting && !goOn && (
        <Findings findings={note.findings} stoodBy={note.stoodBy} onStandBy={note.standBy} onShow={onShow} />
      )}
      {changed && !posting && <TicketChanges error={changed} />}
      {unsaid && !posting && (
        <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
          {reason(postError)}
        </p>
      )}
      {postError?.status === 502 && !writeback && !posting && <Unsent {...{ note, system }} error={postError} />}
      {note.error && <p className="text-code text-red-fg">Your edit is not saved: {note.error.message}</p>}
      {posting && <PostingSteps writeback={writeback} system={system} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-40 flex-1 text-code text-fg2">
          Visible to: <strong className="font-semibold text-fg">{KIND_WORDS[kind].visible}</strong> (fixed by the kind)
        </p>
        {goOn ? (
          <Button variant="primary" className="max-sm:w-full" idle={retrying} onClick={goOn.onClick}>
            {retrying ? 'Trying' : goOn.label}
          </Button>
        ) : (
          <Button
            variant="primary"
            className="max-sm:w-full"
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
      {note.blocked && !posting && !goOn && (
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
