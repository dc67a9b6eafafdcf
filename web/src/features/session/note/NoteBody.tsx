import { Button } from '@/ui/Button'
import { Markdown } from '@/ui/Markdown'
import { ErrorState, Skeleton } from '@/ui/states'
import { NoteLeaseBar } from '../people/NoteLeaseBar'
import { InfoLine } from '../InfoLine'
import { engineWords } from './engine'
import { NoteDiff } from './NoteDiff'
import { NoteSections } from './NoteSections'
import type { Note } from './useNote'

export type View = 'preview' | 'edit' | 'changes'

export interface NoteBodyProps {
  note: Note
  view: View
  onView: (view: View) => void
}

export function NoteBody({ note, view, onView }: NoteBodyProps) {
  const { preview, edit } = note
  return (
    <div className="flex min-h-24 flex-1 flex-col gap-3 overflow-y-auto px-4 py-3">
      <NoteLeaseBar note={note} />
      {note.moved && !note.lease.holder && <Moved note={note} onView={onView} />}
      {note.theirs && <Theirs note={note} />}
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
      {preview && <Content note={note} view={view} />}
      {edit && view === 'edit' && !note.lease.holder && (
        <Button variant="ghost" className="self-start" onClick={note.discard}>
          Drop my edit, use the written note
        </Button>
      )}
    </div>
  )
}

function Content({ note, view }: { note: Note; view: View }) {
  const { preview, edit, markdown } = note
  if (!preview) return null
  if (view === 'edit') {
    return (
      <textarea
        aria-label="Text of the note, Markdown"
        className="field-sizing-content min-h-[45vh] w-full resize-y rounded-ctl border border-ctl bg-surface p-3 font-mono text-code read-only:bg-sunken"
        value={markdown}
        readOnly={note.lease.holder !== undefined}
        onChange={(event) => note.type(event.target.value, preview.state_version)}
      />
    )
  }
  if (view === 'changes' && edit) return <NoteDiff mine={edit.markdown} written={preview.markdown} />
  if (markdown.trim() === '') return <p className="py-6 text-center text-fg2">Nothing to post yet: add a fact or an outcome.</p>
  return (
    <>
      {edit ? <Markdown text={edit.markdown} /> : <NoteSections preview={preview} />}
      <p className="font-mono text-meta text-fg3">{preview.marker}</p>
      {!edit && <p className="text-meta text-fg3">{engineWords(preview.engine)}</p>}
    </>
  )
}

function Moved({ note, onView }: { note: Note; onView: (view: View) => void }) {
  const { preview } = note
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-ctl border border-cyan-bd bg-cyan-bg px-3 py-2 text-cyan-fg">
      <p className="min-w-48 flex-1 font-medium">The session changed since your edit.</p>
      <Button className="!h-7" onClick={() => onView('changes')}>
        See changes
      </Button>
      <Button className="!h-7" onClick={note.discard}>
        Use new
      </Button>
      <Button className="!h-7" onClick={() => preview && note.keep(preview.state_version)}>
        Keep mine
      </Button>
    </div>
  )
}

function Theirs({ note }: { note: Note }) {
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">Someone else saved another text of this note:</p>
      <p className="max-h-40 overflow-y-auto text-code break-words whitespace-pre-wrap">{note.theirs?.markdown}</p>
      <div className="flex gap-2">
        <Button className="!h-7" onClick={note.takeTheirs}>
          Take theirs
        </Button>
        <Button className="!h-7" onClick={note.overwrite}>
          Keep mine
        </Button>
      </div>
    </div>
  )
}
