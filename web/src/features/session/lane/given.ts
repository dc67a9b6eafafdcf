import type { Schemas } from '@/api/client'
import { readParameters, toTyped, toTypedDefaults, wordsOf, type Parameter, type Source, type Typed, type TypedValues } from '@/ui/schema-form'

export type Form = Schemas['FormOut']

export interface Given {
  parameters: readonly Parameter[]
  /** What was filled in, and where it comes from. */
  given: Readonly<Record<string, { value: Typed; source: Source }>>
  /** The form as it opens. */
  start: TypedValues
}

/** A source on this page can be jumped to: a fact by its label. A secret is never filled in. */
export function readGiven(form: Form): Given {
  const parameters = readParameters(form.template.parameters_schema)
  const given: Record<string, { value: Typed; source: Source }> = {}
  for (const { name, value, source, label } of form.values) {
    const parameter = parameters.find((one) => one.name === name)
    if (!parameter || parameter.sensitive) continue
    const href = source === 'fact' && label ? `#${label}` : undefined
    given[name] = { value: toTyped(parameter, value), source: { origin: source, label, href } }
  }
  const filled = Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value]))
  return { parameters, given, start: { ...toTypedDefaults(parameters), ...filled } }
}

/** What differs from the form as it opened, without secrets: what may be kept. */
export function findEdits({ parameters, start }: Given, values: TypedValues): TypedValues {
  const secrets = new Set(parameters.filter(({ sensitive }) => sensitive).map(({ name }) => name))
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !secrets.has(name) && value !== (start[name] ?? '')))
}

/** "The assistant also proposed queue and site, which this template can't take." */
export const tellDropped = (names: readonly string[]): string =>
  names.length === 0 ? '' : `The assistant also proposed ${names.map(wordsOf).join(', ')}, which this template can’t take.`
