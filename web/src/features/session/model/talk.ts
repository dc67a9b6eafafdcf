import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { newKey } from '@/lib/key'
import { local, queueName } from '@/lib/local'
import { runningTurn, wholeKey, withOlder } from './whole'
import type { Message, Whole } from './types'

type Opened = Schemas['TurnOpened']

export interface Talk {
  running: string | undefined
  stopping: boolean
  sending: boolean
  queued: string
  send: (text: string) => void
  unqueue: () => string
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
  const [queued, setQueued] = useQueue(sessionId)
  const update = (make: (whole: Whole) => Whole) =>
    cache.setQueryData<Whole>(wholeKey(sessionId), (held) => (held ? make(held) : undefined))
  const refresh = () => void cache.invalidateQueries({ queryKey: wholeKey(sessionId), exact: true })

  const post = useMutation<Opened, ApiError, { text: string; key: string }>({
    mutationFn: ({ text, key }) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/messages', {
          params: { path: { session_id: sessionId } },
          headers: { 'Idempotency-Key': key },
          body: { content: text },
        }),
      ),
    onSuccess: (opened, { text }) =>
      update((held) => withTurn(held, opened, [userMessage(opened.message_id, text, author)], null)),
    onError: (error, { text }) => {
      if (error.code === 'turn_running') setQueued(text)
      else {
        say.failed('The message was not sent. It is back in the field.', error)
        onRefused(text)
      }
    },
    onSettled: refresh,
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
    if (!queued || running || post.isPending || whole.session.status !== 'active') return
    setQueued('')
    post.mutate({ text: queued, key: newKey() })
  })
  useEffect(() => sendQueued(), [running, queued, post.isPending])

  return {
    running,
    stopping: halt.isPending || (halt.isSuccess && halt.variables === running),
    sending: post.isPending || again.isPending,
    queued,
    send: (text) => (running || post.isPending ? setQueued(queued ? `${queued}\n\n${text}` : text) : post.mutate({ text, key: newKey() })),
    unqueue: () => {
      setQueued('')
      return queued
    },
    stop: () => running && halt.mutate(running),
    retry: (turnId) => again.mutate(turnId),
    loadOlder: () => whole.older_cursor && older.mutate(whole.older_cursor),
    loadingOlder: older.isPending,
  }
}

/** Stored as well: after a reload the text is back in the field (see `makeDraft`), not lost and not sent unseen. */
function useQueue(sessionId: string) {
  const [queued, setQueued] = useState('')
  const set = (text: string) => {
    setQueued(text)
    local.write(queueName(sessionId), text)
  }
  return [queued, set] as const
}

const userMessage = (id: string, content: string, author: string): Message => ({
  id,
  role: 'user',
  content,
  author,
  turn: null,
  retry_of: null,
  created_at: new Date().toISOString(),
})

/** The session with the turn that was just opened, before its events arrive. */
function withTurn(whole: Whole, opened: Opened, before: Message[], retryOf: string | null): Whole {
  const known = new Set(whole.messages.map(({ id }) => id))
  const answer: Message = {
    id: opened.answer_id,
    role: 'assistant',
    content: '',
    author: whole.assistant,
    turn: { id: opened.turn_id, status: 'running', error: null, unnonced_blocks: 0 },
    retry_of: retryOf,
    created_at: new Date().toISOString(),
  }
  return { ...whole, messages: [...whole.messages, ...[...before, answer].filter(({ id }) => !known.has(id))] }
}
