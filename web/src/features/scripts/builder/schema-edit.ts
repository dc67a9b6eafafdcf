/** Changes of a parameter schema. Pure: each gives a new schema. */
export type Property = Readonly<Record<string, unknown>>
export interface ParametersSchema {
  type: 'object'
  properties: Readonly<Record<string, Property>>
  required: readonly string[]
}

export type KindName = 'string' | 'text' | 'integer' | 'number' | 'boolean' | 'enum' | 'list'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Any JSON as a schema that can be edited. */
export function readSchema(raw: unknown): ParametersSchema {
  const properties = isObject(raw) && isObject(raw.properties) ? raw.properties : {}
  const required = isObject(raw) && Array.isArray(raw.required) ? raw.required : []
  const kept = Object.entries(properties).filter((entry): entry is [string, Property] => isObject(entry[1]))
  const ordered = kept.toSorted(([, a], [, b]) => Number(a['x-order'] ?? 1e6) - Number(b['x-order'] ?? 1e6))
  return rebuild({ type: 'object', properties: {}, required: required.filter((name): name is string => typeof name === 'string') }, ordered)
}

/** Numbered as they stand: the order of members is nothing that JSON promises. */
const rebuild = (schema: ParametersSchema, entries: readonly (readonly [string, Property])[]): ParametersSchema => ({
  ...schema,
  properties: Object.fromEntries(entries.map(([name, property], index) => [name, { ...property, 'x-order': index + 1 }])),
  required: schema.required.filter((name) => entries.some(([one]) => one === name)),
})

export const GOOD_NAME = /^[a-z][a-z0-9_]{0,39}$/

export function freeName(schema: ParametersSchema, wish = 'value'): string {
  if (!(wish in schema.properties)) return wish
  for (let number = 2; ; number += 1) if (!(`${wish}_${number}` in schema.properties)) return `${wish}_${number}`
}

export const addParameter = (schema: ParametersSchema, name: string): ParametersSchema =>
  rebuild({ ...schema, required: [...schema.required, name] }, [...Object.entries(schema.properties), [name, { type: 'string' }]])

export const removeParameter = (schema: ParametersSchema, name: string): ParametersSchema =>
  rebuild(schema, Object.entries(schema.properties).filter(([one]) => one !== name))

export const changeParameter = (schema: ParametersSchema, name: string, change: Property): ParametersSchema =>
  rebuild(
    schema,
    Object.entries(schema.properties).map(([one, property]) => [one, one === name ? tidy({ ...property, ...change }) : property]),
  )

export const setRequired = (schema: ParametersSchema, name: string, on: boolean): ParametersSchema => ({
  ...schema,
  required: on ? [...new Set([...schema.required, name])] : schema.required.filter((one) => one !== name),
})

export function moveParameter(schema: ParametersSchema, name: string, step: 1 | -1): ParametersSchema {
  const entries = Object.entries(schema.properties)
  const at = entries.findIndex(([one]) => one === name)
  const to = at + step
  const [moved, other] = [entries[at], entries[to]]
  if (!moved || !other) return schema
  entries[to] = moved
  entries[at] = other
  return rebuild(schema, entries)
}

const PLACEHOLDER = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g

/** The parameter under another name, in the schema and in every placeholder. */
export function renameParameter(schema: ParametersSchema, body: string, from: string, to: string) {
  const entries = Object.entries(schema.properties).map(([name, property]) => [name === from ? to : name, property] as const)
  const required = schema.required.map((name) => (name === from ? to : name))
  return {
    schema: rebuild({ ...schema, required }, entries),
    body: body.replace(PLACEHOLDER, (whole, name: string) => (name === from ? whole.replace(from, to) : whole)),
  }
}

/** What only makes sense for another kind goes with it. */
export function kindProperty(property: Property, kind: KindName): Property {
  const { title, description, 'x-order': order } = property
  const sensitive = property['x-sensitive'] === true && kind === 'string'
  const kept = tidy({ title, description, 'x-order': order, ...(sensitive && { 'x-sensitive': true }) })
  if (kind === 'text') return { ...kept, type: 'string', 'x-multiline': true }
  if (kind === 'enum') return { ...kept, type: 'string', enum: ['first', 'second'] }
  if (kind === 'list') return { ...kept, type: 'array', items: { type: 'string' } }
  return { ...kept, type: kind }
}

export function kindOf(property: Property): KindName {
  if (Array.isArray(property.enum)) return 'enum'
  if (property.type === 'array') return 'list'
  if (property.type === 'integer' || property.type === 'number' || property.type === 'boolean') return property.type
  return property['x-multiline'] === true ? 'text' : 'string'
}

/** Replaces the property as a whole. */
export const putParameter = (schema: ParametersSchema, name: string, property: Property): ParametersSchema =>
  rebuild(schema, Object.entries(schema.properties).map(([one, before]) => [one, one === name ? property : before]))

const tidy = (property: Property): Property =>
  Object.fromEntries(Object.entries(property).filter(([, value]) => value !== undefined && value !== '' && value !== false))

export interface Placeholder {
  name: string
  from: number
  to: number
}

export const findPlaceholders = (body: string): Placeholder[] =>
  [...body.matchAll(PLACEHOLDER)].map((match) => ({ name: match[1] ?? '', from: match.index, to: match.index + match[0].length }))
