import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { newKey } from '@/lib/key'
import { useStore } from '@/lib/store'
import { ownerOf, queueName } from '@/lib/local'
import { typed } from '@/lib/typed'
import { meQuery } from '@/api/queries'
import { attachmentsKey } from './attachments'
import { canWait, outboxIn } from './outbox'
import { runningTurn, wholeKey, withOlder } from './whole'
import type { Attachment, Message, Whole } from './types'

type Opened = Schemas['TurnOpened']
type Files = readonly Attachment[]

interface Saying {
  text: string
  files: Files
}

export interface Talk {
  running: string | undefined
  stopping: boolean
  sending: boolean
  queued: string
  /** Ids of the files that go with the message that is being sent or waits. */
  taken: ReadonlySet<string>
  send: (text: string, files?: Files) => void
  unqueue: () => string
  /** Messages that could not reach the server, and are sent when they can. */
  kept: readonly { key: string; text: string }[]
  /** Its text: it is not sent. */
  unkeep: (key: string) => string
  stop: () => void
  retry: (turnId: string) => void
  loadOlder: () => void
  loadingOlder: boolean
}

const turnOf = (sessionId: string, turnId: string) => ({ params: { path: { session_id: sessionId, turn_id: turnId } } })

/** Talking with the assistant: one answer at a time; a message sent meanwhile waits for its end. */
export function useTalk(whole: Whole, author: string, onRefused: (text: string) => void): Talk {
  const sessionId = whole.session.id
  const cache = useQueryClient()
  const running = runningTurn(whole)
  const [queued, setQueued] = useQueue(ownerOf(cache.getQueryData(meQuery.queryKey)?.user_id, sessionId))
  const outbox = outboxIn(cache, sessionId)
  const kept = useStore(outbox).flatMap((one) => (one.kind === 'message' && !one.refused ? [one] : []))
  const update = (make: (whole: Whole) => Whole) =>
    cache.setQueryData<Whole>(wholeKey(sessionId), (held) => (held ? make(held) : undefined))
  const refresh = () => void cache.invalidateQueries({ queryKey: wholeKey(sessionId), exact: true })

  const post = useMutation<Opened, ApiError, Saying & { key: string }>({
    mutationFn: ({ text, files, key }) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/messages', {
          params: { path: { session_id: sessionId } },
          headers: { 'Idempotency-Key': key },
          body: { content: text, ...(files.length > 0 && { attachment_ids: files.map(({ id }) => id) }) },
        }),
      ),
    onSuccess: (opened, { text, files }) => {
      const sent = files.map((file) => ({ ...file, message_id: opened.message_id }))
      update((held) => withTurn(held, opened, [userMessage(opened.message_id, text, author, sent)], null))
      if (sent.length > 0) markSent(opened.message_id, files)
    },
    onError: (error, { text, files, key }) => {
      if (error.code === 'turn_running') setQueued({ text, files })
      else if (canWait(error) && error.status !== 401) outbox.add({ kind: 'message', text, files, key })
      else {
        say.failed('The message was not sent. It is back in the field.', error)
        onRefused(text)
        if (files.length > 0) void cache.invalidateQueries({ queryKey: attachmentsKey(sessionId) })
      }
    },
    onSettled: refresh,
  })
  const markSent = (messageId: string, files: Files) =>
    cache.setQueryData<Schemas['AttachmentsOut']>(attachmentsKey(sessionId), (held) => {
      const ids = idsOf(files)
      return held && { ...held, items: held.items.map((one) => (ids.has(one.id) ? { ...one, message_id: messageId } : one)) }
    })
  const again = useMutation<Opened, ApiError, string>({
    mutationFn: (turnId) =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/turns/{turn_id}/retry', turnOf(sessionId, turnId))),
    onSuccess: (opened, turnId) =>
      update((held) => withTurn(held, opened, [], held.messages.find(({ turn }) => turn?.id === turnId)?.id ?? null)),
    onError: (error) => say.failed('The answer was not tried again.', error),
    onSettled: refresh,
  })
  const halt = useMutation<unknown, ApiError, string>({
    mutationFn: (turnId) =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/turns/{turn_id}/stop', turnOf(sessionId, turnId))),
    onError: (error) => say.failed('The answer could not be stopped.', error),
  })
  const older = useMutation<Schemas['MessagesPage'], ApiError, string>({
    mutationFn: (cursor) =>
      unwrap(
        http.GET('/api/v1/ai-sessions/{session_id}/messages', {
          params: { path: { session_id: sessionId }, query: { cursor, limit: 100 } },
        }),
      ),
    onSuccess: (page) => update((held) => withOlder(held, page.items, page.next_cursor)),
    onError: (error) => say.failed('Older messages could not be loaded.', error),
  })

  const sendQueued = useEffectEvent(() => {
    if (!queued.text || running || post.isPending || whole.session.status !== 'active') return
    setQueued(NOTHING)
    post.mutate({ ...queued, key: newKey() })
  })
  useEffect(() => sendQueued(), [running, queued.text, post.isPending])

  return {
    running,
    stopping: halt.isPending || (halt.isSuccess && halt.variables === running),
    sending: post.isPending || again.isPending,
    queued: queued.text,
    taken: idsOf([...queued.files, ...kept.flatMap(({ files }) => files), ...(post.isPending ? post.variables.files : [])]),
    send: (text, files = []) => {
      // Behind those that wait: in the order in which they were written.
      if (kept.length > 0) outbox.add({ kind: 'message', text, files })
      else if (running || post.isPending) setQueued(join(queued, { text, files }))
      else post.mutate({ text, files, key: newKey() })
    },
    unqueue: () => {
      setQueued(NOTHING)
      return queued.text
    },
    kept,
    unkeep: (key) => {
      const found = kept.find((one) => one.key === key)
      outbox.set(outbox.get().filter((one) => one.key !== key))
      return found?.text ?? ''
    },
    stop: () => running && halt.mutate(running),
    retry: (turnId) => again.mutate(turnId),
    loadOlder: () => whole.older_cursor && older.mutate(whole.older_cursor),
    loadingOlder: older.isPending,
  }
}

const NOTHING: Saying = { text: '', files: [] }

const idsOf = (files: Files): ReadonlySet<string> => new Set(files.map(({ id }) => id))

const join = (first: Saying, then: Saying): Saying => ({
  text: first.text ? `${first.text}\n\n${then.text}` : then.text,
  files: [...first.files, ...then.files],
})

/**
 * Stored as well: after a reload the text is back in the field (see `makeDraft`), not lost and not sent unseen.
 * Its files are on the server, and back beside it.
 */
function useQueue(owner: string) {
  const [queued, setQueued] = useState(NOTHING)
  const set = (next: Saying) => {
    setQueued(next)
    typed.write(queueName(owner), next.text)
  }
  return [queued, set] as const
}

const userMessage = (id: string, content: string, author: string, attachments: Attachment[]): Message => ({
  id,
  role: 'user',
  content,
  author,
  turn: null,
  retry_of: null,
  attachments,
  created_at: new Date().toISOString(),
})

const OPEN: Omit<NonNullable<Message['turn']>, 'id'> = {
  status: 'running',
  error: null,
  error_detail: null,
  notice: null,
  unnonced_blocks: 0,
  malformed_blocks: 0,
  ignored_blocks: 0,
  usage: null,
}

/** The session with the turn that was just opened, before its events arrive. */
function withTurn(whole: Whole, opened: Opened, before: Message[], retryOf: string | null): Whole {
  const known = new Set(whole.messages.map(({ id }) => id))
  const answer: Message = {
    id: opened.answer_id,
    role: 'assistant',
    content: '',
    author: whole.assistant,
    turn: { ...OPEN, id: opened.turn_id },
    retry_of: retryOf,
    attachments: [],
    created_at: new Date().toISOString(),
  }
  return { ...whole, messages: [...whole.messages, ...[...before, answer].filter(({ id }) => !known.has(id))] }
}
