import { useId, useRef, useState, type ReactNode } from 'react'
import { checkAll, checkOne } from './check'
import { ParameterField } from './ParameterField'
import type { Parameter, Typed, TypedValues } from './schema'
import { SourceTag, type Source } from './SourceTag'

export interface SchemaFormProps {
  label: string
  parameters: readonly Parameter[]
  values: TypedValues
  onChange: (values: TypedValues) => void
  /** What was filled in, by parameter: the value as it was, and where it comes from. */
  sources?: Readonly<Record<string, { value: Typed; source: Source }>>
  /** The server's word on each field. */
  errors?: Readonly<Record<string, string>>
  /** Called only when every field passes. */
  onSubmit?: () => void
  /** The buttons; the submit button among them. */
  children?: ReactNode
}

/** This many optional fields stand open; more are folded away. */
const OPEN_OPTIONAL = 3

/** A form made from a parameter schema. Nothing but the engineer changes a value. */
export function SchemaForm(props: SchemaFormProps) {
  const { label, parameters, values, onChange, sources = {}, errors = {}, onSubmit, children } = props
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [local, setLocal] = useState<Record<string, string>>({})
  const found = { ...errors, ...local }
  const wrong = parameters.filter(({ name }) => found[name] !== undefined)

  const set = (name: string, value: Typed) => {
    onChange({ ...values, [name]: value })
    if (local[name] !== undefined) setLocal((before) => without(before, name))
  }
  const check = (parameter: Parameter) => {
    const problem = checkOne(parameter, values[parameter.name])
    setLocal((before) => ({ ...without(before, parameter.name), ...(problem !== undefined && { [parameter.name]: problem }) }))
  }
  const focus = (name: string) => {
    const row = form.current?.querySelector<HTMLElement>(`[data-row="${name}"]`)
    row?.closest('details')?.setAttribute('open', '')
    row?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }
  const submit = () => {
    const problems = checkAll(parameters, values)
    setLocal(problems)
    const first = parameters.find(({ name }) => problems[name] !== undefined)
    if (first) focus(first.name)
    else onSubmit?.()
  }
  const row = (parameter: Parameter) => {
    const { name } = parameter
    // An empty field needs no word on where its emptiness comes from.
    const given = sources[name]?.value === '' ? undefined : sources[name]
    return (
      <div key={name} data-row={name} className="flex flex-col gap-1">
        <ParameterField
          id={`${id}-${name}`}
          parameter={parameter}
          value={values[name] ?? ''}
          error={found[name]}
          onChange={(value) => set(name, value)}
          onBlur={() => check(parameter)}
        />
        {given && (
          <div className={parameter.kind === 'boolean' ? 'pl-6' : undefined}>
            <SourceTag source={given.source} edited={values[name] !== given.value} onRestore={() => set(name, given.value)} />
          </div>
        )}
      </div>
    )
  }
  const needed = parameters.filter(({ required }) => required)
  const optional = parameters.filter(({ required }) => !required)
  const folded = optional.length > OPEN_OPTIONAL ? optional : []
  return (
    <form
      ref={form}
      aria-label={label}
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {wrong.length > 1 && <Summary wrong={wrong} onGo={focus} />}
      {[...needed, ...(folded.length > 0 ? [] : optional)].map(row)}
      {folded.length > 0 && (
        <details open={folded.some(({ name }) => found[name] !== undefined) || undefined}>
          <summary className="cursor-pointer py-1 font-medium text-fg2">More options, {folded.length}</summary>
          <div className="mt-2 flex flex-col gap-3">{folded.map(row)}</div>
        </details>
      )}
      {children}
    </form>
  )
}

const without = (problems: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(problems).filter(([one]) => one !== name))

function Summary({ wrong, onGo }: { wrong: readonly Parameter[]; onGo: (name: string) => void }) {
  return (
    <div role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
      <p>{wrong.length} fields need another look:</p>
      <ul className="flex flex-wrap gap-x-3">
        {wrong.map(({ name, title }) => (
          <li key={name}>
            <button type="button" className="underline" onClick={() => onGo(name)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
