import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { http, unwrap, type ApiError, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import type { Fix, Whole } from './types'
import { wholeKey } from './whole'

const one = (sessionId: string, fixId: string) => ({ params: { path: { session_id: sessionId, fix_id: fixId } } })

/** Asked once when the panel opens: values never change under the engineer's hands. */
export const formQuery = (sessionId: string, fixId: string) =>
  queryOptions({
    queryKey: ['form', sessionId, fixId],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/form', { ...one(sessionId, fixId), signal })),
    staleTime: Infinity,
    gcTime: 0,
  })

/** High findings of a drafted script, ticked by name. */
export const acknowledgeFix = (sessionId: string, fixId: string, rules: string[]) =>
  unwrap(http.POST('/api/v1/ai-sessions/{session_id}/suggested-fixes/{fix_id}/acknowledge', { ...one(sessionId, fixId), body: { rules } }))

export function useRefineAnswer(sessionId: string) {
  const cache = useQueryClient()
  return useMutation<unknown, ApiError, { draftId: string; answer: 'later' | 'never' }>({
    mutationFn: ({ draftId, answer }) =>
      unwrap(http.POST('/api/v1/scripts/drafts/{draft_id}/prompt', { params: { path: { draft_id: draftId } }, body: { answer } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: wholeKey(sessionId) }),
    onError: (error) => say.failed('Your answer was not stored.', error),
  })
}

const LANGUAGES: readonly string[] = ['powershell', 'bash', 'cmd', 'python'] satisfies Schemas['Language'][]

export const languageOf = (fix: Fix): Schemas['Language'] =>
  fix.language !== null && LANGUAGES.includes(fix.language) ? (fix.language as Schemas['Language']) : 'powershell'

/** The open draft that came of the fix that solved this session, if someone may still want to publish it. */
export const draftToRefine = ({ session, fixes, draft_templates: drafts }: Whole) => {
  if (session.status !== 'resolved') return undefined
  const worked = new Set(fixes.filter(({ status }) => status === 'applied_success').map(({ id }) => id))
  return drafts.find((draft) => draft.status === 'open' && draft.prompt === 'open' && draft.fix_id !== null && worked.has(draft.fix_id))
}
