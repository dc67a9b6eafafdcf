import { queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import { changesOf, editOf, savable, type DraftTemplate, type Edit } from './edit'

export const draftKey = (draftId: string) => ['draft-template', draftId] as const

const one = (draftId: string) => ({ params: { path: { draft_id: draftId } } })

export const draftQuery = (draftId: string) =>
  queryOptions({
    queryKey: draftKey(draftId),
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/scripts/drafts/{draft_id}', { ...one(draftId), signal })),
    // Looked at again whenever the page comes back: someone else may have saved.
    staleTime: 0,
  })

export const createDraft = (body: Schemas['DraftCreate']): Promise<DraftTemplate> =>
  unwrap(http.POST('/api/v1/scripts/drafts', { body }))

export function changeDraft(draftId: string, version: number, { parameters_schema: schema, ...rest }: Partial<Edit>) {
  const body = { version, ...rest, ...(schema && { parameters_schema: { ...schema } }) }
  return unwrap(http.PATCH('/api/v1/scripts/drafts/{draft_id}', { ...one(draftId), body }))
}

export const publishDraft = (draftId: string, body: Schemas['DraftPublish']) =>
  unwrap(http.POST('/api/v1/scripts/drafts/{draft_id}/publish', { ...one(draftId), body }))

export const discardDraft = (draftId: string) =>
  unwrap(http.POST('/api/v1/scripts/drafts/{draft_id}/discard', one(draftId)))

export const extract = (script: string, language: Schemas['Language'], sessionId: string | null) =>
  unwrap(http.POST('/api/v1/scripts/extract', { body: { script, language, ...(sessionId && { ai_session_id: sessionId }) } }))

const originOf = (draft: DraftTemplate): Schemas['DraftCreate'] => {
  const { session_id, fix_id, edits_template_id: template_id, copied_from_id: copy_of, title, language } = draft
  if (session_id && fix_id) return { session_id, fix_id }
  if (template_id) return { template_id }
  return copy_of ? { copy_of } : { title, language }
}

/** Discarded stays discarded: a new draft of the same origin with what was typed. */
export async function bringBack(draft: DraftTemplate, edit: Edit): Promise<DraftTemplate> {
  const made = await createDraft(originOf(draft))
  const changes = changesOf(editOf(made), savable(edit, editOf(made)))
  return Object.keys(changes).length > 0 ? changeDraft(made.id, made.version, changes) : made
}
