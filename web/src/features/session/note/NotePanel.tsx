import { X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react'
import { useActions } from '@/shell/actions'
import { takesText } from '@/shell/keyboard'
import { moment } from '@/lib/time'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { CopyMine } from '../people/CopyMine'
import type { Kind, Whole } from '../model/types'
import { Freshness } from './Freshness'
import { NoteBody, type View } from './NoteBody'
import { NoteFooter } from './NoteFooter'
import type { Keys } from './posting'
import { useNote, type Note } from './useNote'
import { KIND_WORDS } from './words'
import { WritebackTelling } from './WritebackTelling'

const KINDS = [
  { value: 'resolution', label: 'Resolution' },
  { value: 'escalation', label: 'Escalation' },
] as const
const VIEWS: Record<View, string> = { preview: 'Preview', edit: 'Edit', changes: 'Changes' }

export interface NotePanelProps {
  whole: Whole
  kind: Kind
  keys: Keys
  system: string
  ticketUrl: string | undefined
  onKind: (kind: Kind) => void
  onReopen: () => void
  reopening: boolean
  onClose: () => void
  /** Posted and proven, by the engineer at this page. */
  onDone: () => void
}

/** The note on its way to the ticket. Not modal: the facts beside it stay in reach while it is read. */
export function NotePanel(props: NotePanelProps) {
  const { whole, kind, keys, system, ticketUrl, onKind, onClose, onDone } = props
  const note = useNote(whole, kind, keys)
  const [chosen, setChosen] = useState<View>('preview')
  const panel = useRef<HTMLElement>(null)
  const views: View[] = note.edit ? ['preview', 'edit', 'changes'] : ['preview', 'edit']
  const view = views.includes(chosen) ? chosen : 'preview'
  const nextView = () => setChosen(views[(views.indexOf(view) + 1) % views.length] ?? 'preview')

  useEffect(() => panel.current?.focus(), [])
  const ended = !note.active && note.done && note.confirmedHere
  const finish = useEffectEvent(onDone)
  useEffect(() => {
    if (ended) finish()
  }, [ended])
  useActions([
    { id: 'note-confirm', name: 'Confirm & post the note', group: 'Session', keys: '$mod+Enter', run: note.confirm },
    { id: 'note-refresh', name: 'Write the note anew', group: 'Session', keys: 'u', run: note.refresh },
    { id: 'note-view', name: 'Change the note’s view', group: 'Session', keys: 'd', run: nextView },
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (takesText(event.target)) panel.current?.focus()
    else onClose()
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape alone; every act has a button
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={`${KINDS.find(({ value }) => value === kind)?.label} note`}
      onKeyDown={onKeyDown}
      className="fixed inset-x-0 top-11 bottom-0 z-30 flex flex-col border-line bg-surface outline-none lane:inset-x-auto lane:top-14 lane:right-[calc(var(--lane)+0.75rem)] lane:bottom-3 lane:h-fit lane:max-h-[calc(100vh-4.25rem)] lane:w-[35rem] lane:self-end lane:rounded-card lane:border lane:shadow-[0_8px_32px_rgb(0_0_0/0.18)]"
    >
      <h2 className="sr-only">{KIND_WORDS[kind].note}</h2>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5">
        <ToggleGroup label="Kind of note" value={kind} options={KINDS} onChange={onKind} />
        <span className="flex-1" />
        {note.active && (
          <div className="max-sm:order-last max-sm:basis-full">
            <Freshness preview={note.preview} refreshing={note.refreshing} onRefresh={note.refresh} />
          </div>
        )}
        <IconButton name="Close" icon={X} onClick={onClose} />
      </header>
      {note.active ? (
        <>
          <div className="flex items-center gap-3 px-4 pt-3">
            <ToggleGroup
              label="View"
              value={view}
              options={views.map((value) => ({ value, label: VIEWS[value] }))}
              onChange={setChosen}
            />
            <p role="status" className="text-meta text-fg3">
              {note.edit && !note.lease.holder ? (note.saving ? 'Saving' : note.edit.saved ? 'Your edit is saved' : '') : ''}
            </p>
          </div>
          <NoteBody note={note} view={view} onView={setChosen} />
          <NoteFooter note={note} whole={whole} kind={kind} system={system} ticketUrl={ticketUrl} />
        </>
      ) : (
        <Closed note={note} whole={whole} system={system} ticketUrl={ticketUrl} onReopen={props.onReopen} reopening={props.reopening} />
      )}
    </section>
  )
}

type ClosedProps = Pick<NotePanelProps, 'whole' | 'system' | 'ticketUrl' | 'onReopen' | 'reopening'> & { note: Note }

function Closed({ note, whole, system, ticketUrl, onReopen, reopening }: ClosedProps) {
  const { writeback, edit } = note
  // Typed, or sent a moment after another person's.
  const mine = edit?.markdown ?? note.tried
  return (
    <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
      {writeback ? (
        <>
          <p className="text-fg2">{writeback.confirmed_by_name} confirmed this note, {moment(writeback.created_at)}.</p>
          <WritebackTelling sessionId={whole.session.id} writeback={writeback} system={system} ticketUrl={ticketUrl} />
          <p className="break-words whitespace-pre-wrap text-code">{writeback.text}</p>
        </>
      ) : (
        <p className="text-fg2">This session is {whole.session.status}. No note of this kind was posted in this round.</p>
      )}
      {mine && !note.confirmedHere && (
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-40 flex-1 text-fg2">
            {writeback?.text.includes(mine.trim()) ? 'They were first, with the same text.' : 'Your own text was not posted.'}
          </p>
          <CopyMine text={mine} />
          <Button small idle={reopening} onClick={onReopen}>
            {reopening ? 'Reopening' : 'Reopen'}
          </Button>
        </div>
      )}
    </div>
  )
}
