import { Button } from '@/ui/Button'
import { Markdown } from '@/ui/Markdown'
import { ErrorState, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import { InfoLine } from '../InfoLine'
import { NoteLeaseBar } from '../people/NoteLeaseBar'
import type { Kind, Whole } from '../model/types'
import { Changes } from './Changes'
import { EditView } from './EditView'
import { engineWords } from './engine'
import { NoteSections } from './NoteSections'
import { Proposals } from './Proposals'
import { Moved, Theirs } from './Offers'
import type { Note } from './useNote'

export type View = 'preview' | 'edit' | 'changes'

export interface NoteBodyProps {
  whole: Whole
  kind: Kind
  note: Note
  view: View
  goTo: { sentence: string } | undefined
  onView: (view: View) => void
}

export function NoteBody({ whole, note, view, goTo, onView }: NoteBodyProps) {
  const { preview, edit, writeback } = note
  // What is on the ticket is not written anew.
  const moved = note.moved && (writeback === undefined || writeback.step === 'PLANNED')
  const useWritten = () => {
    if (!edit) return
    const { markdown, basedOn } = edit
    note.discard()
    onView('preview')
    say.done('The written note is used', { label: 'Undo', onClick: () => note.type(markdown, basedOn) })
  }
  return (
    <div className="flex min-h-24 flex-1 flex-col gap-3 overflow-y-auto px-4 py-3">
      <NoteLeaseBar note={note} />
      {moved && !note.lease.holder && <Moved note={note} view={view} onSee={() => onView('changes')} onUse={useWritten} />}
      {note.theirs && <Theirs note={note} />}
      {preview && view !== 'changes' && <Proposals whole={whole} />}
      {note.loading && <Skeleton lines={5} label="Writing the note" />}
      {note.previewError && (
        <ErrorState what="The note could not be written." error={note.previewError} onRetry={note.reread} />
      )}
      {preview?.notice && !edit && (
        <InfoLine
          action={
            <Button small idle={note.refreshing} onClick={note.refresh}>
              {note.refreshing ? 'Writing' : 'Write again'}
            </Button>
          }
        >
          {preview.notice}
        </InfoLine>
      )}
      {preview && <Content {...{ whole, note, view, goTo }} onUse={useWritten} />}
    </div>
  )
}

type ContentProps = Pick<NoteBodyProps, 'whole' | 'note' | 'view' | 'goTo'> & { onUse: () => void }

function Content({ whole, note, view, goTo, onUse }: ContentProps) {
  const { preview, edit, markdown } = note
  if (!preview) return null
  if (view === 'edit') return <EditView note={note} goTo={goTo} onUse={onUse} />
  if (view === 'changes' && edit) return <Changes note={note} mine={edit.markdown} written={preview} />
  if (markdown.trim() === '') return <p className="py-6 text-center text-fg2">Nothing to post yet: add a fact or an outcome.</p>
  return (
    <>
      {!edit && isBare(whole) && <InfoLine>No fact, check or outcome is in this note yet: it says only what was reported.</InfoLine>}
      {edit ? <Markdown text={edit.markdown} /> : <NoteSections whole={whole} preview={preview} />}
      <p className="text-meta text-fg3">
        <span className="font-mono">{preview.marker}</span>
        {!edit && (
          <>
            {' · '}
            <span>{engineWords(preview.engine)}</span>
          </>
        )}
      </p>
    </>
  )
}

/** Nothing is known beyond the problem itself. */
const isBare = ({ facts, checks, fixes }: Whole): boolean =>
  !facts.some(({ status }) => status === 'confirmed') &&
  !checks.some(({ status }) => status === 'done') &&
  !fixes.some(({ status, applied_at }) => applied_at !== null || status.startsWith('applied'))
