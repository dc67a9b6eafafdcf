import { useMemo, useState } from 'react'
import { ScriptEditor } from '@/ui/editor'
import { readParameters, SchemaForm, toTypedDefaults, type TypedValues } from '@/ui/schema-form'
import type { Edit } from './edit'
import { fillIn } from './fill-in'

/** The form as the next engineer will see it, and the script as it follows what is typed there. Nothing is sent. */
export function LiveForm({ edit: { body, language, parameters_schema: schema } }: { edit: Edit }) {
  const parameters = useMemo(() => readParameters(schema), [schema])
  const [typed, setTyped] = useState<TypedValues>({})
  const values = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(toTypedDefaults(parameters)).map(([name, preset]) => {
          const now = typed[name]
          // Another kind of value by now: what was typed does not fit any more.
          return [name, typeof now === typeof preset && now !== undefined ? now : preset]
        }),
      ),
    [parameters, typed],
  )
  const { text, marks } = useMemo(() => fillIn(body, parameters, values, language), [body, parameters, values, language])
  const keep = (next: TypedValues) =>
    setTyped({ ...typed, ...Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== values[name])) })
  return (
    <>
      {parameters.length === 0 ? (
        <p className="text-fg2">It asks for nothing.</p>
      ) : (
        <SchemaForm label="Preview of the form" parameters={parameters} values={values} onChange={keep} />
      )}
      <div className="flex flex-col gap-1.5">
        <h2 className="font-semibold">Script with these values</h2>
        <ScriptEditor label="Preview of the script" readOnly value={text} language={language} marks={marks} className="max-h-96 rounded-ctl border border-line" />
        <p className="text-meta text-fg3">Quotes and escapes are added when it is generated.</p>
      </div>
    </>
  )
}
