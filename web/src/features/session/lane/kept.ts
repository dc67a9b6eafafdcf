import { keptScript } from '@/features/scripts/kept-script'
import type { TypedValues } from '@/ui/schema-form'

/** What was typed into a fix's form, for as long as the tab lives: a newer suggestion costs nothing. Never secrets. */
const kept = new Map<string, TypedValues>()

export const keptValues = {
  note: (fixId: string, values: TypedValues) => {
    if (Object.keys(values).length > 0) kept.set(fixId, values)
    else kept.delete(fixId)
  },
  take: (fixId: string): TypedValues => kept.get(fixId) ?? {},
}

/** Of a drafted script's edits. */
export const scriptName = (fixId: string) => `script.${fixId}`

/** Something was typed into the fix's panel, and is not done yet. */
export const isTouched = (fixId: string): boolean => kept.has(fixId) || keptScript.take(scriptName(fixId)) !== ''

/** Fixes whose script was copied or downloaded in this tab: what can have been run. */
export const taken = new Set<string>()
