import { memo, useState } from 'react'
import { cx } from '@/lib/cx'
import { grouped } from '@/lib/grouped'
import { CopyButton } from '../CopyButton'
import { isOutput } from '../model/output'
import type { Message } from '../model/types'
import { useRemote } from '../people/people'
import { RemoteMark } from '../people/RemoteMark'
import { AttachmentList } from './AttachmentList'
import { CopyLink } from './MessageTools'

const LONG = 1_500

/** What the engineer wrote, as it was typed: never read as Markdown, so that pasted output stays as it is. */
export const QuestionRow = memo(function QuestionRow({ sessionId, message }: { sessionId: string; message: Message }) {
  const [whole, setWhole] = useState(false)
  const remote = useRemote(message.id)
  const long = message.content.length > LONG
  const text = long && !whole ? `${message.content.slice(0, LONG)}…` : message.content
  return (
    <article
      data-row
      tabIndex={-1}
      aria-label={message.author}
      className={cx('group relative rounded-card border border-line bg-sunken px-3 py-2', remote && 'flash')}
    >
      <p className="mb-0.5 flex gap-2 pr-14 text-meta text-fg3">
        <span className="font-semibold">{message.author}</span>
        <RemoteMark mark={remote} />
      </p>
      <span className="absolute top-0.5 right-1 flex opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 [@media(hover:none)]:opacity-100">
        <CopyButton name="Copy message" text={message.content} />
        <CopyLink messageId={message.id} />
      </span>
      <p className={`break-words whitespace-pre-wrap ${isOutput(text) ? 'font-mono text-code' : ''}`}>{text}</p>
      {long && (
        <button type="button" className="mt-1 text-accent underline underline-offset-2" onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : `Show all ${grouped(message.content.length)} characters`}
        </button>
      )}
      <AttachmentList sessionId={sessionId} files={message.attachments} />
    </article>
  )
})
