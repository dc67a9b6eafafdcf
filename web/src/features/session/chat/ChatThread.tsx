import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/Button'
import { announcement } from '../model/announce'
import type { LiveAnswers } from '../model/live'
import { makeThread, type ThreadItem } from '../model/thread'
import type { Whole } from '../model/types'
import { LateRow } from '../ticket/LateRow'
import { NewsRow } from '../ticket/NewsRow'
import { UnreadNews } from '../ticket/UnreadNews'
import { AnswerRow } from './AnswerRow'
import { JumpPill } from './JumpPill'
import { ProblemCard } from './ProblemCard'
import { QuestionRow } from './QuestionRow'
import { useFollow } from './useFollow'
import { useMessageLink } from './useMessageLink'
import { WritebackRow } from './WritebackRow'

const SimilarSessions = lazy(() => import('../similar/SimilarSessions'))

export interface ChatThreadProps {
  whole: Whole
  live: LiveAnswers
  system: string
  ticketUrl: string | undefined
  onRetry: (turnId: string) => void
  onFix: () => void
  onLoadOlder: () => void
  loadingOlder: boolean
  onStart: () => void
  /** Undefined where the assistant can't be asked. */
  onAsk: ((text: string) => void) | undefined
  /** The engineer's own name, as their messages are signed. */
  author: string
}

export function ChatThread(props: ChatThreadProps) {
  const { whole, live, system, ticketUrl, onRetry } = props
  const { box, content, away, jump, leave, keepPlace } = useFollow()
  const { messages, writebacks, news } = whole
  const items = useMemo(() => makeThread(messages, writebacks, news), [messages, writebacks, news])
  const newest = items.findLast((item) => item.type === 'question' || item.type === 'answer')
  const active = whole.session.status === 'active'
  const waits = whole.active_fix?.status === 'proposed' && !whole.active_fix.applied_at
  const loadOlder = () => {
    keepPlace()
    props.onLoadOlder()
  }
  useMessageLink({
    items,
    more: whole.older_cursor !== null,
    loading: props.loadingOlder,
    onLoadOlder: props.onLoadOlder,
    onLeave: leave,
  })
  const mine = messages.findLast(({ role, author }) => role === 'user' && author === props.author)?.id
  const shown = useRef(mine)
  useEffect(() => {
    // Whoever sends a message reads on from there.
    if (mine !== undefined && mine !== shown.current) jump()
    shown.current = mine
  }, [mine, jump])
  const trailing = items.slice(items.findLastIndex(({ type }) => type !== 'news') + 1)

  const draw = (item: ThreadItem) => {
    if (item.type === 'question') return <QuestionRow sessionId={whole.session.id} message={item.message} />
    if (item.type === 'answer') {
      const last = active && item === newest
      return <AnswerRow sessionId={whole.session.id} versions={item.versions} live={live} onRetry={last ? onRetry : undefined} onFix={last && waits ? props.onFix : undefined} />
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
        className="h-full overflow-y-auto [scrollbar-gutter:stable_both-edges] focus-visible:-outline-offset-2"
      >
        <div ref={content} className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-4">
          {whole.older_cursor && (
            <Button className="self-center" idle={props.loadingOlder} onClick={loadOlder}>
              {props.loadingOlder ? 'Loading' : 'Load older messages'}
            </Button>
          )}
          {!whole.older_cursor && <ProblemCard session={whole.session} />}
          {items.map((item) => (
            <div
              key={item.id}
              id={`msg-${item.id}`}
              data-running={isRunning(item) || undefined}
              className="scroll-mt-3 rounded-card [contain-intrinsic-size:auto_120px] [content-visibility:auto] data-flash:outline-2 data-flash:outline-offset-4 data-flash:outline-accent data-flash:[content-visibility:visible]"
            >
              {draw(item)}
            </div>
          ))}
          {whole.messages.length === 0 && active && (
            <Start
              onStart={() => {
                props.onStart()
                document.getElementById('composer')?.focus()
              }}
            />
          )}
          {whole.messages.length > 0 && active && (
            <UnreadNews
              sessionId={whole.session.id}
              news={trailing.flatMap((item) => (item.type === 'news' ? [item.news] : []))}
              onAsk={props.onAsk}
            />
          )}
        </div>
        {/* Not in what is followed: as it comes, the problem stays in view. */}
        {whole.messages.length === 0 && active && (
          <Suspense>
            <SimilarSessions session={whole.session} />
          </Suspense>
        )}
      </div>
      {away && (
        <JumpPill messages={messages} others={news.length + writebacks.length} live={live} onJump={jump} />
      )}
      <Announcer />
    </div>
  )
}

const isRunning = (item: ThreadItem) =>
  item.type === 'answer' && item.versions.some(({ turn }) => turn?.status === 'running')

function Start({ onStart }: { onStart: () => void }) {
  return (
    <div className="flex flex-col items-start gap-2 py-2">
      <p className="text-fg2">The assistant reads all of the above. Let it begin, or write what you already know below.</p>
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
