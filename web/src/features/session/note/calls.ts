import { queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import type { Kind, Preview } from '../model/types'

const at = (sessionId: string) => ({ params: { path: { session_id: sessionId } } })

interface Calls {
  preview: (sessionId: string, refresh: boolean, signal?: AbortSignal) => Promise<Preview>
  save: (sessionId: string, body: Schemas['DraftSave']) => Promise<Schemas['DraftSaved']>
  post: (sessionId: string, body: Schemas['NotePost'], key: string) => Promise<Schemas['PostOut']>
}

/** The two kinds of note have the same three calls under their own addresses. */
export const CALLS: Record<Kind, Calls> = {
  resolution: {
    preview: (sessionId, refresh, signal) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/resolution-note/preview', {
          ...at(sessionId),
          body: { refresh },
          ...(signal && { signal }),
        }),
      ),
    save: (sessionId, body) =>
      unwrap(http.PUT('/api/v1/ai-sessions/{session_id}/resolution-note/draft', { ...at(sessionId), body })),
    post: (sessionId, body, key) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/resolution-note/post', {
          ...at(sessionId),
          headers: { 'Idempotency-Key': key },
          body,
        }),
      ),
  },
  escalation: {
    preview: (sessionId, refresh, signal) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/escalation-package/preview', {
          ...at(sessionId),
          body: { refresh },
          ...(signal && { signal }),
        }),
      ),
    save: (sessionId, body) =>
      unwrap(http.PUT('/api/v1/ai-sessions/{session_id}/escalation-package/draft', { ...at(sessionId), body })),
    post: (sessionId, body, key) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/escalation-package/post', {
          ...at(sessionId),
          headers: { 'Idempotency-Key': key },
          body,
        }),
      ),
  },
}

/** One text a version: another version of the session asks anew and aborts the older request. */
export const previewQuery = (sessionId: string, kind: Kind, stateVersion: number) =>
  queryOptions({
    queryKey: ['note', sessionId, kind, stateVersion] as const,
    queryFn: ({ signal }) => CALLS[kind].preview(sessionId, false, signal),
    staleTime: Infinity,
  })

export const statusesQuery = (connectionId: string, ticketId: string) =>
  queryOptions({
    queryKey: ['statuses', connectionId, ticketId],
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/api/v1/connections/{connection_id}/tickets/{ticket_id}/statuses', {
          params: { path: { connection_id: connectionId, ticket_id: ticketId } },
          signal,
        }),
      ),
    staleTime: 60_000,
  })
