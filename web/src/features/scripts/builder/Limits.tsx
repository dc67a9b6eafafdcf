import { useState } from 'react'
import { TextArea, TextField } from '@/ui/Field'
import type { KindName, Property } from './schema-edit'

export interface LimitsProps {
  kind: KindName
  property: Property
  onChange: (part: Record<string, unknown>) => void
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const number = (typed: string) => (typed.trim() === '' || !Number.isFinite(Number(typed)) ? undefined : Number(typed))

/** What a value must keep to, as its kind has it. */
export function Limits({ kind, property, onChange }: LimitsProps) {
  if (kind === 'enum') return <Choices choices={Array.isArray(property.enum) ? property.enum.map(String) : []} onChange={(choices) => onChange({ enum: choices })} />
  if (kind === 'integer' || kind === 'number')
    return (
      <div className="grid grid-cols-2 gap-2">
        <TextField label="Smallest" inputMode="decimal" value={text(property.minimum)} onChange={(event) => onChange({ minimum: number(event.target.value) })} />
        <TextField label="Largest" inputMode="decimal" value={text(property.maximum)} onChange={(event) => onChange({ maximum: number(event.target.value) })} />
      </div>
    )
  if (kind === 'string')
    return <TextField label="Pattern" hint="A regular expression that the whole value must match; may be empty." spellCheck={false} value={text(property.pattern)} onChange={(event) => onChange({ pattern: event.target.value })} />
  return null
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
