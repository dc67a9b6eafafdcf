import { Select, TextArea, TextField } from '../Field'
import { tellLimits, type Parameter, type Typed } from './schema'
import { SecretField } from './SecretField'

export interface ParameterFieldProps {
  id: string
  parameter: Parameter
  value: Typed
  error?: string | undefined
  onChange: (value: Typed) => void
  onBlur: () => void
}

const FORMATS: Record<string, string> = {
  hostname: 'Host name',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  email: 'E-mail address',
  upn: 'Sign-in name',
  path: 'Path',
  url: 'Address',
  datetime: 'Date and time',
  guid: 'GUID',
}

function hintOf(parameter: Parameter): string {
  const { kind, description, format, example } = parameter
  const shown = typeof example === 'string' || typeof example === 'number' ? `for example ${example}` : ''
  const about = [kind === 'list' && 'one on each line', format && FORMATS[format], tellLimits(parameter), shown].filter(Boolean).join(', ')
  return [description, about && about.charAt(0).toUpperCase() + about.slice(1)].filter(Boolean).join(' ')
}

/** The control that fits a parameter's kind. */
export function ParameterField({ id, parameter, value, error, onChange, onBlur }: ParameterFieldProps) {
  const { kind, title, required, sensitive, choices } = parameter
  const label = required && !sensitive ? `${title} *` : title
  const hint = hintOf(parameter)
  const text = typeof value === 'string' ? value : ''
  if (sensitive)
    return (
      <SecretField {...{ id, error, onBlur, required, onChange }} label={title} value={text} hint={[hint.replace(/[^.]$/, '$&.'), 'Sensitive, not stored.'].filter(Boolean).join(' ')} />
    )
  if (kind === 'boolean')
    return (
      <div className="flex flex-col gap-1">
        <label className="flex items-center gap-2 font-medium">
          <input id={id} type="checkbox" className="size-4 shrink-0 accent-accent" checked={value === true} aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.target.checked)} />
          {title}
        </label>
        {hint && <p id={`${id}-hint`} className="pl-6 text-meta text-fg3">{hint}</p>}
        {error && <p className="text-code text-red-fg">{error}</p>}
      </div>
    )
  const wiring = { label, hint, error, required, onBlur, 'data-parameter': parameter.name }
  if (kind === 'enum') {
    const empty = text === '' ? [{ value: '', label: 'Choose' }] : []
    return <Select {...wiring} value={text} options={[...empty, ...choices.map((one) => ({ value: one, label: one }))]} onChange={(event) => onChange(event.target.value)} />
  }
  if (kind === 'text' || kind === 'list')
    return <TextArea {...wiring} rows={3} spellCheck={false} value={text} onChange={(event) => onChange(event.target.value)} />
  return (
    <TextField {...wiring} autoComplete="off" spellCheck={false} inputMode={kind === 'integer' ? 'numeric' : kind === 'number' ? 'decimal' : 'text'} value={text} onChange={(event) => onChange(event.target.value)} />
  )
}
