import { ArrowDown } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/Button'
import { announcement } from '../model/announce'
import type { LiveAnswers } from '../model/live'
import { makeThread, type ThreadItem } from '../model/thread'
import type { Whole } from '../model/types'
import { LateRow } from '../ticket/LateRow'
import { NewsRow } from '../ticket/NewsRow'
import { AnswerRow } from './AnswerRow'
import { ProblemCard } from './ProblemCard'
import { QuestionRow } from './QuestionRow'
import { useFollow } from './useFollow'
import { WritebackRow } from './WritebackRow'

export interface ChatThreadProps {
  whole: Whole
  live: LiveAnswers
  system: string
  ticketUrl: string | undefined
  onRetry: (turnId: string) => void
  onLoadOlder: () => void
  loadingOlder: boolean
  onStart: () => void
}

export function ChatThread(props: ChatThreadProps) {
  const { whole, live, system, ticketUrl, onRetry } = props
  const { box, content, away, jump } = useFollow()
  const { messages, writebacks, news } = whole
  const items = useMemo(() => makeThread(messages, writebacks, news), [messages, writebacks, news])
  const newest = items.findLast((item) => item.type === 'question' || item.type === 'answer')
  const active = whole.session.status === 'active'

  const draw = (item: ThreadItem) => {
    if (item.type === 'question') return <QuestionRow sessionId={whole.session.id} message={item.message} />
    if (item.type === 'answer') {
      return <AnswerRow versions={item.versions} live={live} onRetry={active && item === newest ? onRetry : undefined} />
    }
    if (item.type === 'news') return <NewsRow news={item.news} />
    if (item.type === 'late') return <LateRow writeback={item.writeback} system={system} />
    return (
      <WritebackRow sessionId={whole.session.id} writeback={item.writeback} system={system} ticketUrl={ticketUrl} />
    )
  }
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={box}
        id="chat"
        role="log"
        aria-live="off"
        aria-label="Messages"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows
        tabIndex={0}
        className="h-full overflow-y-auto focus-visible:-outline-offset-2"
      >
        <div ref={content} className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-4">
          {whole.older_cursor && (
            <Button className="self-center" idle={props.loadingOlder} onClick={props.onLoadOlder}>
              {props.loadingOlder ? 'Loading' : 'Load older messages'}
            </Button>
          )}
          {!whole.older_cursor && <ProblemCard session={whole.session} />}
          {items.map((item) => (
            <div key={item.id} id={`msg-${item.id}`} className="[content-visibility:auto] [contain-intrinsic-size:auto_120px]">
              {draw(item)}
            </div>
          ))}
          {whole.messages.length === 0 && active && <Start onStart={props.onStart} />}
        </div>
      </div>
      {away && (
        <Button className="absolute bottom-2 left-1/2 -translate-x-1/2" onClick={jump}>
          <ArrowDown size={14} strokeWidth={2} aria-hidden /> Jump to latest
        </Button>
      )}
      <Announcer />
    </div>
  )
}

function Start({ onStart }: { onStart: () => void }) {
  return (
    <div className="flex flex-col items-start gap-2 py-2">
      <p className="text-fg2">The assistant has read this. Let it begin, or write what you already know below.</p>
      <Button variant="primary" onClick={onStart}>
        Start the diagnosis
      </Button>
    </div>
  )
}

function Announcer() {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {useStore(announcement)}
    </p>
  )
}
