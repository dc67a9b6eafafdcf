import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react'
import { useActions } from '@/shell/actions'
import { takesText } from '@/shell/keyboard'
import type { Kind, Whole } from '../model/types'
import { NoteBody, type View } from './NoteBody'
import { NoteFooter } from './NoteFooter'
import { NoteHeader } from './NoteHeader'
import type { Keys } from './posting'
import { useHunks } from './useHunks'
import { useNote } from './useNote'
import { ViewBar } from './ViewBar'

/** Not needed before the round is over. */
const ClosedNote = lazy(() => import('./ClosedNote').then((part) => ({ default: part.ClosedNote })))
const HandTo = lazy(() => import('./HandTo'))

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

const NAMES: Record<Kind, string> = { resolution: 'Resolution note', escalation: 'Escalation note' }

/** The note on its way to the ticket. Not modal: the facts beside it stay in reach while it is read. */
export function NotePanel(props: NotePanelProps) {
  const { whole, kind, keys, system, ticketUrl, onReopen, reopening, onDone } = props
  const note = useNote(whole, kind, keys)
  const hunks = useHunks(note.edit?.markdown, note.preview?.markdown)
  const [chosen, setChosen] = useState<View>('preview')
  /** A sentence to show in the editor; a new object asks again. */
  const [goTo, setGoTo] = useState<{ sentence: string }>()
  const panel = useRef<HTMLElement>(null)
  const views: View[] = note.edit ? ['preview', 'edit', 'changes'] : ['preview', 'edit']
  const view = views.includes(chosen) ? chosen : 'preview'
  const nextView = () => setChosen(views[(views.indexOf(view) + 1) % views.length] ?? 'preview')
  const show = (sentence: string) => {
    setChosen('edit')
    setGoTo({ sentence })
  }

  // Nothing closes while a post waits for its answer.
  const onClose = () => !note.waiting && props.onClose()
  const onKind = (next: Kind) => !note.waiting && props.onKind(next)

  useEffect(() => panel.current?.focus(), [])
  const ended = !note.active && note.done && note.confirmedHere
  const finish = useEffectEvent(onDone)
  useEffect(() => {
    if (ended) finish()
  }, [ended])
  useActions([
    // Its key counts in this panel alone, so that it is no registered one.
    { id: 'note-confirm', name: 'Confirm & post the note (Ctrl Enter in the note)', group: 'Session', run: note.confirm },
    { id: 'note-refresh', name: 'Write the note anew', group: 'Session', keys: 'u', run: note.refresh },
    { id: 'note-view', name: 'Change the note’s view', group: 'Session', keys: 'd', run: nextView },
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      note.confirm()
    } else if (event.key === 'F8' && view !== 'edit') {
      const first = note.findings.find(({ sentence }) => sentence)
      if (!first) return
      event.preventDefault()
      show(first.sentence)
    } else if (event.key === 'Escape') {
      if (takesText(event.target)) panel.current?.focus()
      else onClose()
    }
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys alone; every act has a button
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={NAMES[kind]}
      onKeyDown={onKeyDown}
      className="fixed inset-x-0 top-11 bottom-0 z-30 flex flex-col overflow-x-clip overflow-y-auto border-line bg-surface outline-none lane:inset-x-auto lane:top-14 lane:right-[calc(var(--lane)+0.75rem)] lane:bottom-3 lane:h-fit lane:max-h-[calc(100vh-4.25rem)] lane:w-[35rem] lane:self-end lane:rounded-card lane:border lane:shadow-[0_8px_32px_rgb(0_0_0/0.18)]"
    >
      <NoteHeader {...{ whole, kind, system, note, onKind, onClose }} />
      {note.active ? (
        <>
          <ViewBar {...{ whole, kind, note, view, views, hunks }} onView={setChosen} />
          <NoteBody {...{ whole, kind, note, view, goTo }} onView={setChosen} />
          <Suspense>
            {kind === 'escalation' && <HandTo handed={note.handed} onChange={note.changeHanded} error={note.postError} />}
          </Suspense>
          <NoteFooter {...{ note, whole, kind, system, ticketUrl }} onShow={show} />
        </>
      ) : (
        <Suspense>
          <ClosedNote {...{ note, whole, kind, system, ticketUrl, onReopen, reopening }} />
        </Suspense>
      )}
    </section>
  )
}
