import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { extractQuery } from '@/features/scripts/review'
import { useSettled } from '@/lib/useSettled'
import { languageOf } from '../model/scripts'
import type { Fix } from '../model/types'
import { findProposed, marksOf, type Proposed } from './proposed'
import type { Wish } from './shape-draft'

/** The values of a drafted script that someone should look at, and which of them become parameters of a draft template. */
export function useProposed(sessionId: string, fix: Fix, script: string) {
  const language = languageOf(fix)
  const given = Object.keys(fix.ai_drafted_parameters).length > 0
  const { data: first } = useQuery({ ...extractQuery(fix.ai_drafted_script ?? '', language, sessionId), enabled: !given })
  const settled = useSettled(script, 400)
  // What the server will make parameters of when it is asked for nothing else.
  const { data: found } = useQuery({ ...extractQuery(settled, language, sessionId), enabled: settled.trim() !== '' })
  const [said, setSaid] = useState<Readonly<Record<string, boolean>>>({})

  const values = given ? fix.ai_drafted_parameters : first?.values
  const schema = (first ?? found)?.parameters_schema
  const proposed = useMemo(() => findProposed(script, values ?? {}, schema), [script, values, schema])
  const marks = useMemo(() => marksOf(proposed), [proposed])
  const chosen = new Set(Object.values(found?.values ?? {}).map(String))
  const isOn = ({ name, value }: Proposed) => said[name] ?? chosen.has(value)
  return {
    proposed,
    marks,
    parameters: new Set(proposed.filter(isOn).map(({ name }) => name)),
    /** Those that the engineer decided on otherwise. */
    wishes: proposed.filter((one) => isOn(one) !== chosen.has(one.value)).map((one): Wish => ({ one, on: isOn(one) })),
    toggle: ({ name }: Proposed, on: boolean) => setSaid({ ...said, [name]: on }),
  }
}
