import { local } from '@/lib/local'
import { isSame, type Diagram, type Edit } from './edit'

/** What was drawn and is not saved, with what it was drawn upon. */
export interface LocalCopy {
  version: number
  base: Edit
  edit: Edit
}

const nameOf = (diagramId: string) => `diagram.${diagramId}`

const isEdit = (value: unknown): value is Edit =>
  typeof value === 'object' && value !== null && 'nodes' in value && Array.isArray(value.nodes) && 'edges' in value && Array.isArray(value.edges)

/** Nothing when it says the same as the diagram does by now. */
export function readCopy(diagram: Diagram): LocalCopy | undefined {
  try {
    const copy = JSON.parse(local.read(nameOf(diagram.id)) || 'null') as LocalCopy | null
    return copy && isEdit(copy.base) && isEdit(copy.edit) && !isSame(copy.edit, diagram) ? copy : undefined
  } catch {
    return undefined
  }
}

export const writeCopy = (diagramId: string, copy: LocalCopy) => local.write(nameOf(diagramId), JSON.stringify(copy))
export const dropCopy = (diagramId: string) => local.write(nameOf(diagramId), '')
