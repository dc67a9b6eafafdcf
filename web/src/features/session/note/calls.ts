import { queryOptions } from '@tanstack/react-query'
import { http, unwrap, type ApiError, type Schemas } from '@/api/client'
import type { Kind, Preview } from '../model/types'

const at = (sessionId: string) => ({ params: { path: { session_id: sessionId } } })

export type Target = Schemas['TargetOut']

interface Calls {
  preview: (sessionId: string, refresh: boolean, signal?: AbortSignal) => Promise<Preview>
  save: (sessionId: string, body: Schemas['DraftSave']) => Promise<Schemas['DraftSaved']>
  target: (sessionId: string, signal: AbortSignal) => Promise<Target>
  post: (sessionId: string, body: Schemas['NotePost'], key: string) => Promise<Schemas['PostOut']>
}

/** The two kinds of note have the same calls under their own addresses. */
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
    target: (sessionId, signal) =>
      unwrap(http.GET('/api/v1/ai-sessions/{session_id}/resolution-note/target', { ...at(sessionId), signal })),
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
    target: (sessionId, signal) =>
      unwrap(http.GET('/api/v1/ai-sessions/{session_id}/escalation-package/target', { ...at(sessionId), signal })),
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

/** Read anew when the session has taken a change of the ticket over. */
export const targetQuery = (sessionId: string, kind: Kind, stateVersion: number) =>
  queryOptions<Target, ApiError>({
    queryKey: ['target', sessionId, kind, stateVersion],
    queryFn: ({ signal }) => CALLS[kind].target(sessionId, signal),
    placeholderData: (held, query) => (query?.queryKey[2] === kind ? held : undefined),
    staleTime: 60_000,
    retry: false,
  })

export const exchangesQuery = (sessionId: string, writebackId: string) =>
  queryOptions<Schemas['WritebackDetail'], ApiError>({
    queryKey: ['exchanges', sessionId, writebackId],
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/api/v1/ai-sessions/{session_id}/writebacks/{writeback_id}', {
          params: { path: { session_id: sessionId, writeback_id: writebackId } },
          signal,
        }),
      ),
    gcTime: 0,
  })
