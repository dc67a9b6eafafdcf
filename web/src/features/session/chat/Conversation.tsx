import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import { meQuery } from '@/api/queries'
import { CodeActions } from '@/ui/code-actions'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { Button } from '@/ui/Button'
import { say } from '@/ui/toast'
import { useAttachments } from '../model/attachments'
import { useFacts } from '../model/facts'
import type { DraftStore } from '../model/draft'
import type { Talk } from '../model/talk'
import { ChatThread, type ChatThreadProps } from './ChatThread'
import { Handover } from '../handover/Handover'
import { TypingLine } from '../people/TypingLine'
import { LookTrouble } from '../ticket/LookTrouble'
import { Composer } from './Composer'
import { useDrop } from './useDrop'

export interface ConversationProps extends Omit<ChatThreadProps, 'onRetry' | 'onLoadOlder' | 'loadingOlder' | 'onStart' | 'onAsk' | 'author'> {
  talk: Talk
  draft: DraftStore
  onReopen: () => void
  reopening: boolean
}

export const FIRST_MESSAGE = 'Where do I start with this problem?'

export function Conversation({ talk, draft, onReopen, reopening, ...thread }: ConversationProps) {
  const { status, id } = thread.whole.session
  const { data: me } = useQuery(meQuery)
  const files = useAttachments(id, me?.user_id)
  const { add } = useFacts(id)
  const addFact = add.mutate
  const codeActions = useCallback(
    (code: string) => (
      <button
        type="button"
        className="rounded-tag px-1.5 py-0.5 text-meta font-medium text-fg2 hover:bg-surface hover:text-fg"
        onClick={() =>
          addFact(
            { text: code, status: 'confirmed', important: false, internal: false },
            { onSuccess: () => say.done('Added to what we know') },
          )
        }
      >
        Add as fact
      </button>
    ),
    [addFact],
  )
  return (
    <RegionBoundary name="The conversation">
      <CodeActions value={status === 'active' ? codeActions : undefined}>
        <DropTarget onFiles={status === 'active' ? files.add : undefined}>
          <ChatThread
            {...thread}
            onRetry={talk.retry}
            onLoadOlder={talk.loadOlder}
            loadingOlder={talk.loadingOlder}
            onStart={() => talk.send(FIRST_MESSAGE)}
            onAsk={talk.running === undefined ? (text) => talk.send(text) : undefined}
            author={me?.name ?? ''}
          />
          <Handover whole={thread.whole} />
          {status === 'active' && <LookTrouble looks={thread.whole.looks} />}
          <TypingLine />
          {status === 'active' ? (
            <Composer sessionId={id} talk={talk} draft={draft} files={files} />
          ) : (
            <Closed status={status} onReopen={onReopen} reopening={reopening} />
          )}
        </DropTarget>
      </CodeActions>
    </RegionBoundary>
  )
}

/** Files dropped anywhere on the conversation are attached. `onFiles` undefined: it takes none. */
function DropTarget({ onFiles, children }: { onFiles: ((files: File[]) => void) | undefined; children: ReactNode }) {
  const { over, handlers } = useDrop((files) => onFiles?.(files))
  return (
    <div role="presentation" className="relative flex min-h-0 flex-1 flex-col" {...(onFiles && handlers)}>
      {children}
      {over && (
        <p className="pointer-events-none absolute inset-2 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-surface/90 text-panel font-semibold text-accent">
          Drop files to attach them
        </p>
      )}
    </div>
  )
}

/** What was handed over is picked up, in the bar above: a reopening beside it would take it out of the queue unseen. */
function Closed({ status, onReopen, reopening }: { status: string; onReopen: () => void; reopening: boolean }) {
  return (
    <div className="mx-auto flex w-full max-w-3xl items-center gap-3 px-4 pb-3">
      <p className="flex flex-1 items-center gap-2 text-fg2">
        <Lock size={14} strokeWidth={2} aria-hidden /> This session is {status}. {status === 'escalated' ? 'Pick it up to go on.' : 'Reopen it to go on.'}
      </p>
      {status !== 'escalated' && (
        <Button idle={reopening} onClick={onReopen}>
          {reopening ? 'Reopening' : 'Reopen'}
        </Button>
      )}
    </div>
  )
}
