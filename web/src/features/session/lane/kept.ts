import type { TypedValues } from '@/ui/schema-form'
import { local } from '@/lib/local'

/** What was typed into a fix's form, for as long as the tab lives: a newer suggestion costs nothing. Never secrets. */
const kept = new Map<string, TypedValues>()

export const keptValues = {
  note: (fixId: string, values: TypedValues) => {
    if (Object.keys(values).length > 0) kept.set(fixId, values)
    else kept.delete(fixId)
  },
  take: (fixId: string): TypedValues => kept.get(fixId) ?? {},
}

const nameOf = (fixId: string) => `script.${fixId}`

/** A drafted script as it was edited, over a reload too. */
export const keptScript = {
  note: (fixId: string, script: string) => local.write(nameOf(fixId), script),
  take: (fixId: string): string => local.read(nameOf(fixId)),
}

/** Something was typed into the fix's panel, and is not done yet. */
export const isTouched = (fixId: string): boolean => kept.has(fixId) || keptScript.take(fixId) !== ''
