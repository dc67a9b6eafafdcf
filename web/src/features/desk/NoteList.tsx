import { Eye, Lock } from 'lucide-react'
import type { Schemas } from '@/api/client'
import { moment } from '@/lib/time'
import { Markdown } from '@/ui/Markdown'
import { Tag } from '@/ui/Tag'

type Note = Schemas['DeskNoteOut']

/** Who can read a note is said in words on the note itself. */
export function NoteList({ notes }: { notes: readonly Note[] }) {
  return (
    <section aria-labelledby="notes-title" className="flex flex-col gap-2">
      <h3 id="notes-title" className="font-semibold">
        Notes <span className="text-fg3">{notes.length}</span>
      </h3>
      {notes.length === 0 && <p className="text-fg2">No notes yet.</p>}
      <ol className="flex flex-col gap-2">
        {notes.map((note) => (
          <li key={note.id} className="rounded-card border border-line p-3">
            <div className="mb-2 flex flex-wrap items-center gap-2 text-meta text-fg3">
              <span className="font-medium text-fg2">{note.author}</span>
              <time dateTime={note.created_at}>{moment(note.created_at)}</time>
              <span className="flex-1" />
              {note.visibility === 'internal' ? (
                <Tag icon={Lock}>Internal</Tag>
              ) : (
                <Tag tone="accent" icon={Eye}>
                  Visible to the customer
                </Tag>
              )}
            </div>
            <Markdown text={note.text} />
          </li>
        ))}
      </ol>
    </section>
  )
}
