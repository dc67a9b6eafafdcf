import type { DraftTemplate, Edit } from './edit'
import { findPlaceholders } from './schema-edit'

/** Where something is to be mended. */
export type Place = { line: number } | { parameter: string } | { field: 'title' | 'description' | 'tags' }

export interface Problem {
  message: string
  place: Place
  /** A placeholder without a parameter: can be declared with one click. */
  declares?: string
}

/** What the page sees by itself while it is typed. */
const SEEN_HERE = new Set(['undeclared_parameter', 'unused_parameter'])

const lineAt = (body: string, offset: number) => body.slice(0, offset).split('\n').length
const DETAILS = ['title', 'description', 'tags'] as const

function placeOf(field: string, message: string, body: string): Place {
  const parameter = /^parameters_schema\.properties\.([^.]+)/.exec(field)?.[1]
  if (parameter !== undefined) return { parameter }
  const detail = DETAILS.find((one) => one === field)
  if (detail !== undefined) return { field: detail }
  const line = /^Line (\d+)|\. Line (\d+)/.exec(message)
  if (line) return { line: Number(line[1] ?? line[2]) }
  const named = findPlaceholders(body).find(({ name }) => message.includes(` ${name} `))
  return { line: named ? lineAt(body, named.from) : 1 }
}

/** Everything between the draft and its publishing: placeholders and parameters as they are typed, the rest as last saved. */
export function findProblems(draft: DraftTemplate, edit: Edit): Problem[] {
  const { properties } = edit.parameters_schema
  const found = findPlaceholders(edit.body)
  const unknown = found.filter(({ name }, index) => !(name in properties) && found.findIndex((one) => one.name === name) === index)
  const unused = Object.keys(properties).filter((name) => !found.some((one) => one.name === name))
  return [
    ...unknown.map(({ name, from }) => ({
      message: `{{ ${name} }} is not declared as a parameter.`,
      place: { line: lineAt(edit.body, from) },
      declares: name,
    })),
    ...unused.map((name) => ({ message: `The parameter ${name} is not used in the script.`, place: { parameter: name } })),
    ...draft.problems
      .filter(({ code }) => !SEEN_HERE.has(code))
      .map(({ field, message }) => ({ message, place: placeOf(field, message, edit.body) })),
  ]
}

/** The server's word on one parameter or field, by its name. */
export const problemsByName = (draft: DraftTemplate): Record<string, string> =>
  Object.fromEntries(
    draft.problems
      .filter(({ code }) => !SEEN_HERE.has(code))
      .map(({ field, message }) => [field.replace(/^parameters_schema\.properties\.([^.]+).*$/, '$1'), message]),
  )
