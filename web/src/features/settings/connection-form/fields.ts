/** What a form can draw of a provider's settings. */
export type FieldKind = 'text' | 'address' | 'secret' | 'flag' | 'number' | 'choice' | 'list' | 'numbers'

export interface SettingField {
  name: string
  label: string
  hint: string | undefined
  kind: FieldKind
  required: boolean
  /** What stands in the form of a new connection. */
  initial: string | boolean
  options: readonly string[]
}

/** As much of JSON schema as settings are described with. */
interface Node {
  type?: string
  title?: string
  description?: string
  default?: unknown
  format?: string
  writeOnly?: boolean
  enum?: readonly unknown[]
  const?: unknown
  items?: Node
  anyOf?: readonly Node[]
  allOf?: readonly Node[]
  $ref?: string
  properties?: Record<string, Node>
  required?: readonly string[]
  $defs?: Record<string, Node>
}

/** The settings in the order of the schema. */
export function fieldsOf(schema: Record<string, unknown>): SettingField[] {
  const { properties = {}, required = [], $defs = {} } = schema as Node
  return Object.entries(properties).map(([name, raw]) => {
    const node = flatten(raw, $defs)
    const kind = kindOf(node, $defs)
    return {
      name,
      label: node.title ?? name,
      hint: node.description,
      kind,
      required: required.includes(name),
      initial: kind === 'flag' ? node.default === true : textOf(node.default),
      options: (node.enum ?? []).map(String),
    }
  })
}

/** What is behind a reference, or beside the null of something optional. */
function flatten(node: Node, defs: Record<string, Node>): Node {
  const { $ref, anyOf, allOf, ...outer } = node
  const inner = $ref ? defs[$ref.split('/').at(-1) ?? ''] : (anyOf ?? allOf)?.find(({ type }) => type !== 'null')
  return inner ? { ...flatten(inner, defs), ...outer } : node
}

function kindOf(node: Node, defs: Record<string, Node>): FieldKind {
  if (node.writeOnly) return 'secret'
  if (node.enum) return 'choice'
  if (node.type === 'array') {
    const of = node.items && flatten(node.items, defs).type
    return of === 'integer' || of === 'number' ? 'numbers' : 'list'
  }
  if (node.type === 'boolean') return 'flag'
  if (node.type === 'integer' || node.type === 'number') return 'number'
  return node.format === 'uri' ? 'address' : 'text'
}

/** `time_entry` and `DoNotBill` as words. */
export function choiceLabel(option: string): string {
  const words = option.replaceAll('_', ' ').replaceAll(/(?<=[a-z])[A-Z](?=[a-z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A stored or proposed value as it stands in a text field. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
