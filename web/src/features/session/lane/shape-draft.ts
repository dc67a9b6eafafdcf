import type { DraftTemplate, Edit } from '@/features/scripts/builder/edit'
import { addParameter, findPlaceholders, freeName, GOOD_NAME, putParameter, readSchema, removeParameter, type ParametersSchema } from '@/features/scripts/builder/schema-edit'
import { findPlaces, type Proposed } from './proposed'

/** A value of the script, and whether it becomes a parameter. */
export interface Wish {
  one: Proposed
  on: boolean
}

type Shape = Pick<Edit, 'body' | 'parameters_schema'>
type Source = Pick<DraftTemplate, 'body' | 'parameters_schema' | 'original_script'>

/** Only plain values can be put in by their place alone; the rest needs the extraction. */
export const canBecome = ({ type }: Proposed): boolean => type === 'text' || type === 'number'

/** What stands in the script where the body has its placeholders, in their order. Undefined when the two do not fit. */
export function literalsOf(body: string, script: string): string[] | undefined {
  const ends = findPlaceholders(body)
  const literals: string[] = []
  let at = ends[0]?.from ?? body.length
  if (body.slice(0, at) !== script.slice(0, at)) return undefined
  for (const [index, { to }] of ends.entries()) {
    const last = index === ends.length - 1
    const between = body.slice(to, ends[index + 1]?.from)
    const next = last ? script.length - between.length : script.indexOf(between, at)
    if (next < at || !script.startsWith(between, next)) return undefined
    literals.push(script.slice(at, next))
    at = next + between.length
  }
  return literals
}

/** The draft with exactly the wished values as parameters. Undefined when it is so already, or can't be made so. */
export function shapeDraft(draft: Source, wishes: readonly Wish[]): Shape | undefined {
  const literals = literalsOf(draft.body, draft.original_script ?? '')
  if (!literals) return undefined
  const holders = findPlaceholders(draft.body).map(({ name }, index) => ({ name, literal: literals[index] ?? '' }))
  const namesOf = (value: string) => [...new Set(holders.filter(({ literal }) => literal === value).map(({ name }) => name))]
  let shape: Shape = { body: draft.body, parameters_schema: readSchema(draft.parameters_schema) }
  for (const { one, on } of wishes) {
    const names = namesOf(one.value)
    if (on && names.length === 0 && canBecome(one)) shape = withParameter(shape, one)
    if (!on) for (const name of names) shape = withoutParameter(shape, name, one.value)
  }
  return shape.body === draft.body ? undefined : shape
}

function withoutParameter({ body, parameters_schema: schema }: Shape, name: string, literal: string): Shape {
  return { body: replace(body, findPlaceholders(body).filter((one) => one.name === name), literal), parameters_schema: removeParameter(schema, name) }
}

function withParameter({ body, parameters_schema: schema }: Shape, { name: wish, value, type }: Proposed): Shape {
  const taken = findPlaceholders(body)
  const places = findPlaces(body, value).filter(({ from, to }) => !taken.some((one) => from < one.to && to > one.from))
  if (places.length === 0) return { body, parameters_schema: schema }
  const name = freeName(schema, nameFor(wish))
  const kind = type === 'number' ? (Number.isInteger(Number(value)) ? 'integer' : 'number') : 'string'
  const more: ParametersSchema = addParameter(schema, name)
  return { body: replace(body, places, `{{ ${name} }}`), parameters_schema: putParameter(more, name, { ...more.properties[name], type: kind }) }
}

function nameFor(wish: string): string {
  const name = wish.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().replaceAll(/\W+/g, '_').replaceAll(/^[^a-z]+|_+$/g, '').slice(0, 36)
  return GOOD_NAME.test(name) ? name : 'value'
}

const replace = (body: string, places: readonly { from: number; to: number }[], text: string) =>
  places.toReversed().reduce((now, { from, to }) => now.slice(0, from) + text + now.slice(to), body)
