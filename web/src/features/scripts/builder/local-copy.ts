import { local } from '@/lib/local'
import { changesOf, editOf, type DraftTemplate, type Edit } from './edit'

/** What was typed and is not saved, with what it was typed upon. */
export interface LocalCopy {
  version: number
  base: Edit
  edit: Edit
}

const nameOf = (draftId: string) => `draft-template.${draftId}`

const isCopy = (copy: unknown): copy is LocalCopy =>
  typeof copy === 'object' && copy !== null && 'version' in copy && 'base' in copy && 'edit' in copy

/** Nothing when it says the same as the draft does by now. */
export function readCopy(draft: DraftTemplate): LocalCopy | undefined {
  try {
    const copy: unknown = JSON.parse(local.read(nameOf(draft.id)) || 'null')
    if (!isCopy(copy)) return undefined
    const saved = editOf(draft)
    const whole = { version: copy.version, base: { ...saved, ...copy.base }, edit: { ...saved, ...copy.edit } }
    return Object.keys(changesOf(saved, whole.edit)).length > 0 ? whole : undefined
  } catch {
    return undefined
  }
}

export const writeCopy = (draftId: string, copy: LocalCopy) => local.write(nameOf(draftId), JSON.stringify(copy))
export const dropCopy = (draftId: string) => local.write(nameOf(draftId), '')
