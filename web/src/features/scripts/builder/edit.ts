import type { Schemas } from '@/api/client'
import { readSchema, type ParametersSchema } from './schema-edit'

export type DraftTemplate = Schemas['DraftTemplateOut']

/** What can be typed in the builder. */
export interface Edit {
  title: string
  description: string
  language: DraftTemplate['language']
  body: string
  parameters_schema: ParametersSchema
  tags: string[]
  risk: DraftTemplate['risk']
  needs_admin: boolean
  timeout_hint: number | null
}

/** Of a change that depends on what stands there by then. */
export type ChangeEdit = (part: Partial<Edit> | ((now: Edit) => Partial<Edit>)) => void

export const editOf = (draft: DraftTemplate): Edit => ({
  title: draft.title,
  description: draft.description,
  language: draft.language,
  body: draft.body,
  parameters_schema: readSchema(draft.parameters_schema),
  tags: draft.tags,
  risk: draft.risk,
  needs_admin: draft.needs_admin,
  timeout_hint: draft.timeout_hint,
})

/** What the server takes at any moment: a title is never empty, so an emptied one waits until it is typed anew. */
export const savable = (edit: Edit, saved: Edit): Edit => (edit.title.trim() === '' ? { ...edit, title: saved.title } : edit)

/** The same for the same content: a database may hand an object's members back in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? ''

/** Only what differs, so that two people who changed different fields lose nothing when one keeps theirs. */
export function changesOf(before: Edit, after: Edit): Partial<Edit> {
  const names = Object.keys(after) as (keyof Edit)[]
  return Object.fromEntries(
    names.filter((name) => canonical(before[name]) !== canonical(after[name])).map((name) => [name, after[name]]),
  )
}

/** The server may store other words than were sent, e.g. a secret masked: they hold, unless more was typed meanwhile. */
export function adopt(now: Edit, sent: Partial<Edit>, answer: Edit): Partial<Edit> {
  const names = Object.keys(sent) as (keyof Edit)[]
  const settled = names.filter((name) => canonical(now[name]) === canonical(sent[name]))
  return Object.fromEntries(
    settled.filter((name) => canonical(answer[name]) !== canonical(now[name])).map((name) => [name, answer[name]]),
  )
}
