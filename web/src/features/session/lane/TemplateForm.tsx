import { useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { GeneratedScript } from '@/features/scripts/GeneratedScript'
import { acknowledge, otherError, parameterErrors, useGenerate } from '@/features/scripts/useGenerate'
import { LANGUAGES, RISKS, tellSuccess } from '@/features/scripts/words'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { SchemaForm, toSent, type TypedValues } from '@/ui/schema-form'
import { FormError } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { wholeKey } from '../model/whole'
import { findEdits, readGiven, tellDropped, type Form } from './given'
import { IRanIt, useTaken } from './IRanIt'
import { keptValues } from './kept'
import type { TemplatePanelProps } from './TemplatePanel'

const GONE_CODES: readonly string[] = ['template_archived', 'not_found']

/** The row of the first parameter that the server refused; after the page has said so. */
const focusRow = (name: string | undefined) =>
  window.setTimeout(() => document.querySelector<HTMLElement>(`#fix-panel [data-row="${name}"] :is(input, textarea, select)`)?.focus())

export function TemplateForm({ whole, fix, form, onClose, onGone }: TemplatePanelProps & { form: Form }) {
  const cache = useQueryClient()
  // As it was first filled in: a value never changes under the engineer's hands.
  const [opened] = useState(() => readGiven(form))
  const { parameters, given, start } = opened
  const [values, setValues] = useState<TypedValues>(() => ({ ...start, ...keptValues.take(fix.id) }))
  const [sent, setSent] = useState<TypedValues>()
  const generate = useGenerate(() => void cache.invalidateQueries({ queryKey: wholeKey(whole.session.id) }))
  const [taken, take] = useTaken(fix)
  const { template } = form
  const sessionId = whole.session.id

  const change = (next: TypedValues) => {
    setValues(next)
    keptValues.note(fix.id, findEdits(opened, next))
  }
  const submit = () => {
    if (generate.isPending) return
    setSent(values)
    generate.mutate(
      { template_id: template.id, parameters: toSent(parameters, values), ai_session_id: sessionId, fix_id: fix.id },
      {
        onError: (error) => {
          if (GONE_CODES.includes(error.code)) onGone()
          else focusRow(parameters.find(({ name }) => parameterErrors(error)[name] !== undefined)?.name)
        },
      },
    )
  }
  // What was refused is right or wrong anew once it was changed.
  const refused = Object.entries(parameterErrors(generate.error)).filter(([name]) => values[name] === sent?.[name])
  const missing = parameters.filter(({ name, required }) => required && (values[name] ?? '') === '').length
  // Of an earlier visit: nobody here knows whether it was taken along.
  const earlier = !generate.data && whole.generations.some(({ fix_id: of }) => of === fix.id)
  return (
    <>
      <div className="flex flex-col gap-1.5 text-code text-fg2">
        <p>{template.description}</p>
        <p className="flex flex-wrap items-center gap-1.5">
          <Tag>{LANGUAGES[template.language].name}</Tag>
          <Tag tone={template.risk === 'high' ? 'red' : 'plain'}>{RISKS[template.risk]}</Tag>
          {template.needs_admin && <Tag>Needs admin rights</Tag>}
          <span>{tellSuccess(template.success)}</span>
        </p>
        {form.dropped.length > 0 && <p>{tellDropped(form.dropped)}</p>}
        <details>
          <summary className="cursor-pointer py-1 font-medium">Preview script</summary>
          <CodeBlock code={template.body} language={LANGUAGES[template.language].name} copyable={false} />
        </details>
      </div>
      <SchemaForm label="Values for the script" parameters={parameters} values={values} onChange={change} sources={given} errors={Object.fromEntries(refused)} onSubmit={submit}>
        {parameters.length === 0 && <p className="text-fg2">This template needs no values.</p>}
        <FormError error={otherError(generate.error)} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          <span role="status" className="flex-1 text-meta text-fg2">
            {missing > 0 && (
              <span className="flex items-center gap-1.5 text-amber-fg">
                <TriangleAlert size={14} strokeWidth={2} aria-hidden className="shrink-0" />
                {missing} {missing === 1 ? 'field needs' : 'fields need'} a value
              </span>
            )}
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={generate.data && sent === values ? 'secondary' : 'primary'} type="submit" idle={generate.isPending} aria-keyshortcuts="Control+Enter Meta+Enter" title="Ctrl+Enter">
            {generate.isPending ? 'Generating' : generate.data ? 'Generate again' : 'Generate'}
          </Button>
        </div>
      </SchemaForm>
      {generate.data && (
        <GeneratedScript generated={generate.data} name={template.slug} language={template.language} stale={sent !== values} onAcknowledge={acknowledge} onTaken={take} />
      )}
      {(generate.data || earlier) && <IRanIt whole={whole} fix={fix} ready={taken || earlier} />}
    </>
  )
}
