import type { Mark } from '@/ui/editor'
import { readParameters } from '@/ui/schema-form'

export interface Proposed {
  name: string
  value: string
  /** In words: "text", "number", "secret". */
  type: string
  secret: boolean
  /** Where it stands in the script. */
  places: readonly { from: number; to: number }[]
}

const WORD = /[\p{L}\p{N}_]/u

/** Every place where the value stands by itself, not as a part of a longer word. */
export function findPlaces(script: string, value: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  if (value === '') return found
  for (let at = script.indexOf(value); at >= 0; at = script.indexOf(value, at + value.length)) {
    const before = script[at - 1] ?? ''
    const after = script[at + value.length] ?? ''
    const glued = (WORD.test(before) && WORD.test(value[0] ?? '')) || (WORD.test(after) && WORD.test(value.at(-1) ?? ''))
    if (!glued) found.push({ from: at, to: at + value.length })
  }
  return found
}

const text = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)

type Schema = Readonly<Record<string, unknown>>

const TYPES: Record<string, string> = { boolean: 'yes or no', integer: 'number', number: 'number', list: 'list', enum: 'choice', text: 'text' }

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value)

/** The values someone should look at before the script runs, as they follow each other in it. Their types as the schema says, else as the values are. */
export function findProposed(script: string, values: Readonly<Record<string, unknown>>, schema: Schema = {}): Proposed[] {
  const known = new Map(readParameters(schema).map((one) => [one.name, one]))
  return Object.entries(values)
    .map(([name, value]) => {
      const parameter = known.get(name)
      const secret = parameter?.sensitive ?? false
      const type = secret ? 'secret' : (TYPES[parameter?.kind ?? kindOf(value)] ?? 'text')
      return { name, value: text(value), type, secret, places: findPlaces(script, text(value)) }
    })
    .filter(({ places }) => places.length > 0)
    .toSorted((a, b) => (a.places[0]?.from ?? 0) - (b.places[0]?.from ?? 0))
}

export const marksOf = (proposed: readonly Proposed[]): Mark[] =>
  proposed.flatMap(({ places }) => places.map((place) => ({ ...place, kind: 'value' as const })))

export const lineOf = (script: string, at: number) => script.slice(0, at).split('\n').length
