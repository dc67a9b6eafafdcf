import { useEffect } from 'react'
import { local } from '@/lib/local'
import { useSafeCopy } from './useSafeCopy'
import type { Language } from './words'

const typed = new Map<string, string>()

/** A script as it was typed: to the letter for as long as the tab lives, over a reload without its secrets. */
export const keptScript = {
  note: (name: string, script: string) => {
    typed.set(name, script)
    if (script === '') local.write(name, '')
  },
  take: (name: string): string => typed.get(name) ?? local.read(name),
}

/** Keeps over a reload what was noted under the name, as soon as it is known to hold no secret. */
export function useKeptSafe(name: string, script: string, language: Language, sessionId?: string) {
  const safe = useSafeCopy(script, language, sessionId)
  useEffect(() => {
    if (safe !== undefined && typed.get(name) === script) local.write(name, safe)
  }, [name, script, safe])
}
