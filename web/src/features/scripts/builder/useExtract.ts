import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { say } from '@/ui/toast'
import { extract } from './calls'
import type { ChangeEdit, Edit } from './edit'
import { readSchema } from './schema-edit'

export interface Extracting {
  run: () => void
  busy: boolean
  /** Why it can't be asked for now. */
  why: string | undefined
  /** What it said about the script. */
  notes: readonly string[]
}

/** Proposes parameters for a script that has none yet; one click takes the proposal back. */
export function useExtract(edit: Edit, sessionId: string | null, onChange: ChangeEdit): Extracting {
  const [notes, setNotes] = useState<readonly string[]>([])
  const ask = useMutation({
    mutationFn: async (before: Edit) => ({ before, found: await extract(before.body, before.language, sessionId) }),
    onSuccess: ({ before, found }) => {
      const schema = readSchema(found.parameters_schema)
      const count = Object.keys(schema.properties).length
      setNotes(found.notes)
      if (count === 0) {
        say.done(found.notes[0] ?? 'Nothing in this script looks like a parameter.')
        return
      }
      // What was typed while it was looked at is worth more than the proposal.
      let taken = false
      onChange((now) => {
        taken = now.body === before.body
        return taken ? { body: found.templated_body, parameters_schema: schema } : {}
      })
      if (!taken) {
        say.warn('The script changed meanwhile. Extract again.')
        return
      }
      const undo = () => {
        setNotes([])
        onChange({ body: before.body, parameters_schema: before.parameters_schema })
      }
      say.done(count === 1 ? '1 parameter found' : `${count} parameters found`, { label: 'Undo', onClick: undo })
    },
    onError: (error) => say.failed('No parameters could be extracted.', error),
  })
  const has = Object.keys(edit.parameters_schema.properties).length > 0
  const why = has ? 'it has parameters already' : edit.body.trim() === '' ? 'there is no script yet' : undefined
  return {
    run: () => {
      if (why === undefined && !ask.isPending) ask.mutate(edit)
    },
    busy: ask.isPending,
    why,
    notes,
  }
}
