import type { Mark } from '@/ui/editor'
import { toSent, type Parameter, type TypedValues } from '@/ui/schema-form'
import { MASK, type Language } from '../words'
import { findPlaceholders } from './schema-edit'

const BOOLEANS: Record<Language, readonly [off: string, on: string]> = {
  powershell: ['$false', '$true'],
  bash: ['false', 'true'],
  cmd: ['false', 'true'],
  python: ['False', 'True'],
}

function wordsOf(value: unknown, language: Language): string {
  if (typeof value === 'boolean') return BOOLEANS[language][value ? 1 : 0]
  return Array.isArray(value) ? value.map(String).join(', ') : String(value)
}

/**
 * The body with the values where its placeholders are, and where they stand now. For the eye alone: quotes and escapes
 * are the server's, when it generates. What has no value keeps its placeholder.
 */
export function fillIn(body: string, parameters: readonly Parameter[], typed: TypedValues, language: Language): { text: string; marks: Mark[] } {
  const sent = toSent(parameters, typed)
  const secrets = new Set(parameters.filter(({ sensitive }) => sensitive).map(({ name }) => name))
  const marks: Mark[] = []
  let text = ''
  let at = 0
  for (const { name, from, to } of findPlaceholders(body)) {
    const value = sent[name]
    const words = value === undefined ? body.slice(from, to) : secrets.has(name) ? MASK : wordsOf(value, language)
    text += body.slice(at, from)
    marks.push({ from: text.length, to: text.length + words.length, kind: 'value' })
    text += words
    at = to
  }
  return { text: text + body.slice(at), marks }
}
