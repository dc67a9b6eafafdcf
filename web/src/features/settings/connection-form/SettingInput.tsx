import { Select, TextField } from '@/ui/Field'
import { Tick } from '../models/Tick'
import { choiceLabel, type SettingField } from './fields'

export interface SettingInputProps {
  field: SettingField
  value: string | boolean
  error: string | undefined
  onChange: (value: string | boolean) => void
}

const INPUTS = {
  address: { type: 'url', placeholder: 'https://' },
  number: { inputMode: 'decimal' },
  numbers: { inputMode: 'text' },
} as const

const isList = ({ kind }: SettingField) => kind === 'list' || kind === 'numbers'

/** One plain setting, drawn from its description. */
export function SettingInput({ field, value, error, onChange }: SettingInputProps) {
  const { label, hint, required, kind } = field
  if (typeof value === 'boolean') {
    return (
      <div className="flex flex-col justify-end gap-1">
        <Tick label={label} {...(hint && { hint })} checked={value} onChange={onChange} />
        {error && <p className="text-code text-red-fg">{error}</p>}
      </div>
    )
  }
  if (kind === 'choice') {
    const none = required ? [] : [{ value: '', label: 'Not set' }]
    const options = [...none, ...field.options.map((one) => ({ value: one, label: choiceLabel(one) }))]
    return <Select {...{ label, hint, error, options, value }} onChange={({ target }) => onChange(target.value)} />
  }
  const inputs: Partial<Record<string, object>> = INPUTS
  return (
    <TextField
      {...{ label, required, error, value, ...inputs[kind] }}
      hint={isList(field) ? [hint, 'Separated by commas.'].filter(Boolean).join(' ') : hint}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
