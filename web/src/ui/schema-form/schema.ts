/** A template's parameters as a form sees them, read from its JSON Schema. */
export type Kind = 'string' | 'text' | 'integer' | 'number' | 'boolean' | 'enum' | 'list'

export interface Parameter {
  name: string
  kind: Kind
  title: string
  description: string
  required: boolean
  sensitive: boolean
  format?: string | undefined
  pattern?: string | undefined
  choices: readonly string[]
  minimum?: number | undefined
  maximum?: number | undefined
  /** In characters; of a list, in lines. */
  minLength?: number | undefined
  maxLength?: number | undefined
  default?: unknown
  example?: unknown
}

/** As typed: numbers stay text until they are sent. */
export type Typed = string | boolean
export type TypedValues = Readonly<Record<string, Typed>>

type Schema = Record<string, unknown>

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const number = (value: unknown) => (typeof value === 'number' ? value : undefined)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function kindOf(property: Schema): Kind {
  if (Array.isArray(property.enum)) return 'enum'
  if (property.type === 'array') return 'list'
  if (property.type === 'integer' || property.type === 'number' || property.type === 'boolean') return property.type
  return property['x-multiline'] === true ? 'text' : 'string'
}

export const wordsOf = (name: string) => {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Required ones first, else in the schema's order. */
export function readParameters(schema: unknown): Parameter[] {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {}
  const required = isObject(schema) ? list(schema.required) : []
  const found = Object.entries(properties).filter((entry): entry is [string, Schema] => isObject(entry[1]))
  return found
    .map(([name, property], index) => ({
      order: number(property['x-order']) ?? index,
      parameter: {
        name,
        kind: kindOf(property),
        title: text(property.title) ?? wordsOf(name),
        description: text(property.description) ?? '',
        required: required.includes(name),
        sensitive: property['x-sensitive'] === true,
        format: text(property.format),
        pattern: text(property.pattern),
        choices: list(property.enum).map(String),
        minimum: number(property.minimum),
        maximum: number(property.maximum),
        minLength: number(property.minLength ?? property.minItems),
        maxLength: number(property.maxLength ?? property.maxItems),
        default: property.default,
        example: list(property.examples)[0],
      },
    }))
    .sort((a, b) => Number(b.parameter.required) - Number(a.parameter.required) || a.order - b.order)
    .map(({ parameter }) => parameter)
}

const between = (low: number | undefined, high: number | undefined) =>
  low !== undefined && high !== undefined ? `${low} to ${high}` : low !== undefined ? `from ${low}` : high !== undefined ? `up to ${high}` : ''

/** What a value must keep to, in words: "1 to 10", "up to 20 characters". */
export function tellLimits({ kind, minimum, maximum, minLength, maxLength }: Parameter): string {
  const size = between(minLength, maxLength)
  return between(minimum, maximum) || (size && `${size} ${kind === 'list' ? 'lines' : 'characters'}`)
}

/** The lines of a list's field. */
export const linesOf = (value: string): string[] => value.split('\n').map((line) => line.trim()).filter(Boolean)

/** What a value looks like in its field. */
export function toTyped(parameter: Parameter, value: unknown): Typed {
  if (parameter.kind === 'boolean') return value === true
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(String).join('\n')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const toTypedDefaults = (parameters: readonly Parameter[]): TypedValues =>
  Object.fromEntries(parameters.map((one) => [one.name, toTyped(one, one.default)]))

/** What is sent: an empty optional field is left out, so that its default holds. */
export function toSent(parameters: readonly Parameter[], typed: TypedValues): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  for (const parameter of parameters) {
    const value = typed[parameter.name]
    if (value === undefined || value === '') continue
    sent[parameter.name] = toValue(parameter, value)
  }
  return sent
}

function toValue({ kind }: Parameter, value: Typed): unknown {
  if (typeof value === 'boolean') return value
  if (kind === 'integer' || kind === 'number') return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
  if (kind === 'list') return linesOf(value)
  return value
}
