import { memo, useState } from 'react'
import { grouped } from '@/lib/grouped'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Tag } from '@/ui/Tag'
import type { News } from '../model/types'
import { changeLine, detailsOf, NOTE_WORDS } from './words'

/** What others did at the ticket meanwhile. */
export const NewsRow = memo(function NewsRow({ news }: { news: News }) {
  if (news.kind === 'note') return <NoteNews news={news} />
  const line = news.kind === 'gone' ? 'The ticketing system does not find this ticket any more' : changeLine(news)
  const details = detailsOf(news.changes)
  return (
    <article data-row tabIndex={-1} aria-label="Change of the ticket" className="border-l-2 border-amber-bd pl-3 text-fg2">
      <p className="break-words">
        {line}
        {' · '}
        <When at={news.happened_at} />
      </p>
      {details.length > 0 && (
        <dl className="mt-0.5 text-meta text-fg3">
          {details.map(({ field, before, after }) => (
            <div key={field} className="flex gap-2">
              <dt className="capitalize">{field}</dt>
              <dd className="min-w-0 break-words whitespace-pre-wrap">
                {before || 'empty'} → {after || 'empty'}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  )
})

const LONG = 1_500

/** Somebody else's words, as they were written: never read as Markdown, and marked as a quotation. */
function NoteNews({ news }: { news: News }) {
  const [whole, setWhole] = useState(false)
  const text = news.text ?? ''
  const internal = news.visibility === 'internal'
  const long = text.length > LONG
  const author = news.author ?? 'Somebody'
  return (
    <article
      data-row
      tabIndex={-1}
      aria-label={internal ? `Internal note of ${author}` : `Reply of ${author}`}
      className="rounded-card border border-line bg-surface px-3 py-2"
    >
      <p className="mb-0.5 flex flex-wrap items-center gap-x-2 text-meta text-fg3">
        <span>
          <span className="font-semibold">{author}</span> {NOTE_WORDS[news.visibility ?? 'customer']}
        </span>
        <When at={news.happened_at} />
        {internal && <Tag>Internal</Tag>}
      </p>
      <blockquote className="border-l-2 border-line pl-3 break-words whitespace-pre-wrap">
        {long && !whole ? `${text.slice(0, LONG)}…` : text}
      </blockquote>
      {long && (
        <button type="button" className="mt-1 text-accent underline underline-offset-2" onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : `Show all ${grouped(text.length)} characters`}
        </button>
      )}
    </article>
  )
}

function When({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={moment(at)}>
      {age(at, now)}
    </time>
  )
}
