import { useState } from 'react'
import { TextArea, TextField } from '@/ui/Field'
import type { KindName, Property } from './schema-edit'

export interface LimitsProps {
  kind: KindName
  property: Property
  onChange: (part: Record<string, unknown>) => void
}

interface Bound {
  key: string
  label: string
}

const LENGTHS: readonly Bound[] = [
  { key: 'minLength', label: 'Shortest, in characters' },
  { key: 'maxLength', label: 'Longest, in characters' },
]
const RANGE: readonly Bound[] = [
  { key: 'minimum', label: 'Smallest' },
  { key: 'maximum', label: 'Largest' },
]
const BOUNDS: Partial<Record<KindName, readonly Bound[]>> = {
  string: LENGTHS,
  text: LENGTHS,
  integer: RANGE,
  number: RANGE,
  list: [
    { key: 'minItems', label: 'Fewest lines' },
    { key: 'maxItems', label: 'Most lines' },
  ],
}
const NUMBERS: Record<'any' | 'whole' | 'count', { like: RegExp; say: string }> = {
  any: { like: /^-?\d+(\.\d+)?$/, say: 'A number, such as 0.5.' },
  whole: { like: /^-?\d+$/, say: 'A whole number.' },
  count: { like: /^\d+$/, say: 'A whole number from 0.' },
}

/** What a value must keep to, as its kind has it. */
export function Limits({ kind, property, onChange }: LimitsProps) {
  if (kind === 'enum') return <Choices choices={Array.isArray(property.enum) ? property.enum.map(String) : []} onChange={(choices) => onChange({ enum: choices })} />
  const shape = kind === 'number' ? 'any' : kind === 'integer' ? 'whole' : 'count'
  const bounds = BOUNDS[kind] ?? []
  return (
    <>
      {bounds.length > 0 && (
        <div className="grid grid-cols-2 items-end gap-2">
          {bounds.map(({ key, label }) => (
            <NumberField key={key} label={label} shape={shape} value={property[key]} onChange={(value) => onChange({ [key]: value })} />
          ))}
        </div>
      )}
      {(kind === 'string' || kind === 'text') && (
        <TextField
          label="Pattern"
          hint="A regular expression; with ^ and $ for the whole value. May be empty."
          spellCheck={false}
          mono
          value={typeof property.pattern === 'string' ? property.pattern : ''}
          onChange={(event) => onChange({ pattern: event.target.value })}
        />
      )}
    </>
  )
}

interface NumberFieldProps {
  label: string
  shape: keyof typeof NUMBERS
  value: unknown
  onChange: (value: number | undefined) => void
}

/** What is being typed stays as it is; only what is a number is taken. */
function NumberField({ label, shape, value, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(typeof value === 'number' ? String(value) : '')
  const { like, say } = NUMBERS[shape]
  const text = typed.trim()
  const change = (next: string) => {
    setTyped(next)
    if (next.trim() === '' || like.test(next.trim())) onChange(next.trim() === '' ? undefined : Number(next))
  }
  return (
    <TextField
      label={label}
      inputMode={shape === 'any' ? 'decimal' : 'numeric'}
      autoComplete="off"
      value={typed}
      error={text === '' || like.test(text) ? undefined : say}
      onChange={(event) => change(event.target.value)}
    />
  )
}

/** One choice on each line; what is being typed stays as it is. */
function Choices({ choices, onChange }: { choices: string[]; onChange: (choices: string[]) => void }) {
  const [typed, setTyped] = useState(choices.join('\n'))
  const change = (next: string) => {
    setTyped(next)
    onChange([...new Set(next.split('\n').map((line) => line.trim()).filter(Boolean))])
  }
  return <TextArea label="Choices, one on each line" rows={3} value={typed} onChange={(event) => change(event.target.value)} />
}
