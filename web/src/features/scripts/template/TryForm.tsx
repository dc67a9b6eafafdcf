import { useState } from 'react'
import { Button } from '@/ui/Button'
import { readParameters, SchemaForm, toSent, toTypedDefaults } from '@/ui/schema-form'
import { FormError } from '@/ui/states'
import { GeneratedScript } from '../GeneratedScript'
import type { Template } from '../queries'
import { acknowledge, otherError, parameterErrors, useGenerate } from '../useGenerate'

/** Generates a script outside of any session. */
export function TryForm({ template }: { template: Template }) {
  const parameters = readParameters(template.parameters_schema)
  const [values, setValues] = useState(() => toTypedDefaults(parameters))
  const [sent, setSent] = useState<typeof values>()
  const generate = useGenerate()
  if (template.status === 'archived') return <p className="text-fg2">It is archived. Bring it back to use it.</p>
  const submit = () => {
    setSent(values)
    generate.mutate({ template_id: template.id, parameters: toSent(parameters, values) })
  }
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <SchemaForm label="Parameters" parameters={parameters} values={values} onChange={setValues} errors={parameterErrors(generate.error)} onSubmit={submit}>
        <FormError error={otherError(generate.error)} />
        <Button variant="primary" type="submit" className="self-end" idle={generate.isPending}>
          {generate.isPending ? 'Generating' : 'Generate'}
        </Button>
      </SchemaForm>
      {generate.data && (
        <GeneratedScript
          generated={generate.data}
          name={template.slug}
          language={template.language}
          stale={sent !== values}
          onAcknowledge={acknowledge}
          level="h3"
        />
      )}
    </div>
  )
}
