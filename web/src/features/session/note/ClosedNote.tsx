import { moment } from '@/lib/time'
import { Button } from '@/ui/Button'
import { Markdown } from '@/ui/Markdown'
import type { Kind, Whole, Writeback } from '../model/types'
import { CopyMine } from '../people/CopyMine'
import type { Note } from './useNote'
import { KIND_WORDS, tell } from './words'

export interface ClosedNoteProps {
  whole: Whole
  kind: Kind
  system: string
  ticketUrl: string | undefined
  note: Note
  onReopen: () => void
  reopening: boolean
}

/** A round that is over: what was posted and by whom; one's own text that came second is not lost. */
export function ClosedNote({ note, whole, kind, system, ticketUrl, onReopen, reopening }: ClosedNoteProps) {
  const { writeback, edit } = note
  // Typed, or sent a moment after another person's.
  const mine = note.confirmedHere ? undefined : (edit?.markdown ?? note.tried)
  return (
    <>
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-4 py-3">
        {writeback ? (
          <>
            <p className="text-fg2">
              <span className="font-medium text-fg">{writeback.confirmed_by_name}</span> confirmed this note,{' '}
              <time dateTime={writeback.created_at}>{moment(writeback.created_at)}</time>. {tell(writeback, system).text}
            </p>
            <div className="rounded-ctl border border-line px-3 py-2">
              <Markdown text={writeback.text} />
            </div>
          </>
        ) : (
          <p className="text-fg2">
            This session is {whole.session.status}. No {KIND_WORDS[kind].note.toLowerCase()} was posted in this round.
          </p>
        )}
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
        <p className="min-w-40 flex-1 text-code text-fg2">{mine && wordsOf(mine, writeback)}</p>
        {mine && <CopyMine text={mine} />}
        {writeback?.note_id && ticketUrl && (
          <Button small onClick={() => window.open(ticketUrl, '_blank', 'noopener')}>Open ticket</Button>
        )}
        {/* What was handed over is picked up, in the bar below the conversation. */}
        {whole.session.status !== 'escalated' && (
          <Button small idle={reopening} onClick={onReopen}>
            {reopening ? 'Reopening' : 'Reopen'}
          </Button>
        )}
      </footer>
    </>
  )
}

const wordsOf = (mine: string, posted: Writeback | undefined): string =>
  posted?.text.includes(mine.trim()) ? 'They were first, with the same text.' : 'Your own text was not posted.'
