import { isMap, isSeq, parseDocument, type Document } from 'yaml'

export type Path = readonly (string | number)[]

export interface Opened {
  document: Document
  /** Why the form can't show it; the text stays as it is. */
  broken?: { line: number; message: string }
}

/** The YAML with its comments. Aliases are not read, so that no text grows. */
export function open(text: string): Opened {
  const document = parseDocument(text, { merge: false })
  const error = document.errors[0]
  if (error) return { document, broken: { line: error.linePos?.[0].line ?? 1, message: `${error.message.split(/ at line |\n/)[0] ?? 'it is not YAML'}.` } }
  if (!isMap(document.contents)) return { document, broken: { line: 1, message: 'A playbook begins with its fields, such as “id: printer-offline”.' } }
  return { document }
}

const write = (document: Document) => document.toString({ lineWidth: 0 })

export const valueAt = (document: Document, path: Path): unknown => {
  const found = document.getIn(path)
  return isMap(found) || isSeq(found) ? found.toJSON() : found
}

export const textAt = (document: Document, path: Path): string => {
  const value = valueAt(document, path)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export const linesAt = (document: Document, path: Path): string[] => {
  const value = valueAt(document, path)
  return Array.isArray(value) ? value.map(String) : []
}

export function sharesAt(document: Document, path: Path): Record<string, number> {
  const value = valueAt(document, path)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, number>) : {}
}

export const itemsAt = (document: Document, path: Path): Record<string, unknown>[] => {
  const value = valueAt(document, path)
  return Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {})) : []
}

/** The text with one value changed; undefined removes it. All else, comments too, stays as it was written. */
export function put(document: Document, path: Path, value: unknown): string {
  const changed = document.clone()
  if (value === undefined) changed.deleteIn(path)
  else if (typeof value === 'object' && value !== null) changed.setIn(path, changed.createNode(value))
  else changed.setIn(path, value)
  return write(changed)
}

export function add(document: Document, path: Path, value: unknown): string {
  const changed = document.clone()
  if (!isSeq(changed.getIn(path))) changed.setIn(path, changed.createNode([]))
  changed.addIn(path, changed.createNode(value))
  return write(changed)
}
