import { ChevronLeft, ChevronRight, Lightbulb, RotateCcw } from 'lucide-react'
import { memo, useState } from 'react'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { CopyButton } from '../CopyButton'
import type { LiveAnswers } from '../model/live'
import type { Message } from '../model/types'
import { Markdown } from '../parts'
import { AnswerWait } from './AnswerWait'
import { Helpful } from './Helpful'
import { CopyLink } from './MessageTools'
import { TurnEnd, TurnNotice } from './TurnEnd'
import { useLiveText } from './useLiveText'

export interface AnswerRowProps {
  sessionId: string
  /** Oldest first. */
  versions: readonly Message[]
  live: LiveAnswers
  /** Undefined where it can't be tried again: only the newest answer can. */
  onRetry: ((turnId: string) => void) | undefined
  /** To the fix that waits in the lane, which may lie below what the lane shows. */
  onFix?: (() => void) | undefined
}

export const AnswerRow = memo(function AnswerRow({ sessionId, versions, live, onRetry, onFix }: AnswerRowProps) {
  // Undefined: the newest, also when a newer one comes.
  const [chosen, setChosen] = useState<number>()
  const last = versions.length - 1
  const index = Math.min(chosen ?? last, last)
  const message = versions[index]
  if (!message) return null
  const written = message.turn?.status !== 'running' && message.content !== ''
  return (
    <article data-row tabIndex={-1} aria-label="Assistant" className="group flex min-w-0 flex-col gap-1.5">
      <p className="text-meta font-semibold text-fg3">{message.author}</p>
      <TurnNotice message={message} onRetry={index === last ? onRetry : undefined} />
      <AnswerText message={message} live={live} />
      <TurnEnd message={message} onRetry={index === last ? onRetry : undefined} />
      <div className="-ml-1.5 flex min-h-7 flex-wrap items-center gap-0.5">
        {written && <CopyButton name="Copy answer as Markdown" text={message.content} />}
        {written && <CopyLink messageId={message.id} />}
        {written && <Helpful sessionId={sessionId} messageId={message.id} />}
        {message.turn?.status === 'complete' && index === last && onRetry && (
          <RetryIcon turnId={message.turn.id} onRetry={onRetry} />
        )}
        {written && onFix && (
          <Button small variant="ghost" onClick={onFix}>
            <Lightbulb size={16} strokeWidth={1.75} aria-hidden /> Go to the fix
          </Button>
        )}
        {versions.length > 1 && <Versions index={index} count={versions.length} onChoose={setChosen} />}
      </div>
    </article>
  )
})

function AnswerText({ message, live }: { message: Message; live: LiveAnswers }) {
  const text = useLiveText(live, message)
  if (text) return <Markdown text={text} streaming />
  return message.turn?.status === 'running' ? <AnswerWait author={message.author} /> : null
}

const RetryIcon = ({ turnId, onRetry }: { turnId: string; onRetry: (turnId: string) => void }) => (
  <IconButton name="Try this answer again" icon={RotateCcw} onClick={() => onRetry(turnId)} />
)

function Versions({ index, count, onChoose }: { index: number; count: number; onChoose: (index: number) => void }) {
  return (
    <span className="inline-flex items-center text-meta text-fg3 tabular-nums">
      <IconButton name="Older version" icon={ChevronLeft} disabled={index === 0} onClick={() => onChoose(index - 1)} />
      <span aria-label={`Version ${index + 1} of ${count}`} role="img">
        {index + 1}/{count}
      </span>
      <IconButton
        name="Newer version"
        icon={ChevronRight}
        disabled={index === count - 1}
        onClick={() => onChoose(index + 1)}
      />
    </span>
  )
}
