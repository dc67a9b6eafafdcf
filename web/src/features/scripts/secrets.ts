import type { Schemas } from '@/api/client'
import { readParameters } from '@/ui/schema-form/schema'
import { MASK } from './words'

/** Shorter ones stand in a script by chance. */
const SHORTEST = 4
const NAMES_SECRET = /pass(?:word|wd|phrase|wort)|pwd|secret|token|credential|kennwort|(?:api|access|private)[-_]?key/i

/** The script with a mask in place of each value that the extraction takes for a secret. */
export function maskSecrets(script: string, { parameters_schema: schema, values }: Pick<Schemas['ExtractedOut'], 'parameters_schema' | 'values'>): string {
  return readParameters(schema)
    .filter(({ sensitive }) => sensitive)
    .map(({ name }) => values[name])
    .filter((value) => typeof value === 'string')
    .filter((value) => value.length >= SHORTEST && value !== MASK)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, value) => text.replaceAll(value, MASK), script)
}

const CLOSED = /'[^']*'|"[^"]*"/g
const COMMENT = /(^|\s)#.*/

/** Somebody is typing a secret: its quote is still open, and no parser can say where it ends. */
export const isHalfTyped = (script: string): boolean =>
  script.split('\n').some((line) => NAMES_SECRET.test(line) && /['"]/.test(line.replaceAll(CLOSED, '').replace(COMMENT, '')))

/** A finding of the review that names what `maskSecrets` did not reach. */
export const namesSecret = ({ rule }: Pick<Schemas['SafetyFindingOut'], 'rule'>): boolean => rule === 'plain-text-secret'
