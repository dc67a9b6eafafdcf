import { useState } from 'react'
import { Select, TextArea, TextField } from '@/ui/Field'
import { changeParameter, GOOD_NAME, kindOf, kindProperty, putParameter, setRequired, type KindName, type ParametersSchema } from './schema-edit'
import { parameterId } from './focus'
import { Limits } from './Limits'
import { Tick } from './Tick'

const KINDS = [
  { value: 'string', label: 'Text' },
  { value: 'text', label: 'Text, several lines' },
  { value: 'integer', label: 'Whole number' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'enum', label: 'Choice' },
  { value: 'list', label: 'List' },
]

const FORMATS = ['hostname', 'ipv4', 'ipv6', 'email', 'upn', 'path', 'url', 'datetime', 'guid']
const FORMAT_OPTIONS = [{ value: '', label: 'Any text' }, ...FORMATS.map((value) => ({ value, label: value }))]

export interface ParameterEditorProps {
  name: string
  schema: ParametersSchema
  onSchema: (schema: ParametersSchema) => void
  onRename: (to: string) => void
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** Everything about one parameter. */
export function ParameterEditor({ name, schema, onSchema, onRename }: ParameterEditorProps) {
  const property = schema.properties[name] ?? {}
  const kind = kindOf(property)
  const sensitive = property['x-sensitive'] === true
  const [typed, setTyped] = useState(name)
  const taken = typed !== name && typed in schema.properties
  const bad = !GOOD_NAME.test(typed) ? 'Small letters, digits and _, beginning with a letter.' : taken ? 'This name is taken.' : undefined
  const change = (part: Record<string, unknown>) => onSchema(changeParameter(schema, name, part))
  const setDefault = (value: string) => {
    const number = Number(value)
    const isNumber = (kind === 'integer' || kind === 'number') && value.trim() !== '' && Number.isFinite(number)
    change({ default: isNumber ? number : value })
  }
  return (
    <div className="flex flex-col gap-2 border-t border-line p-3">
      <div id={`${parameterId(name)}-name`}>
        <TextField
          label="Name in the script"
          value={typed}
          error={bad}
          spellCheck={false}
          mono
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => !bad && typed !== name && onRename(typed)}
          onKeyDown={(event) => event.key === 'Enter' && !bad && typed !== name && onRename(typed)}
        />
      </div>
      <TextField label="Title" value={text(property.title)} onChange={(event) => change({ title: event.target.value })} />
      <TextArea label="Description" rows={2} value={text(property.description)} onChange={(event) => change({ description: event.target.value })} />
      <div className="grid grid-cols-2 gap-2">
        <Select label="Kind" options={sensitive ? KINDS.slice(0, 1) : KINDS} value={kind} onChange={(event) => onSchema(putParameter(schema, name, kindProperty(property, event.target.value as KindName)))} />
        {kind === 'string' && (
          <Select label="Format" options={FORMAT_OPTIONS} value={text(property.format)} onChange={(event) => change({ format: event.target.value })} />
        )}
      </div>
      <Limits kind={kind} property={property} onChange={change} />
      {!sensitive && kind !== 'boolean' && kind !== 'list' && (
        <TextField label="Default" value={text(property.default)} onChange={(event) => setDefault(event.target.value)} />
      )}
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        <Tick label="Required" checked={schema.required.includes(name)} onChange={(on) => onSchema(setRequired(schema, name, on))} />
        {kind === 'boolean' && <Tick label="On by default" checked={property.default === true} onChange={(on) => change({ default: on || undefined })} />}
        {kind === 'string' && (
          <Tick label="Sensitive: never stored" checked={sensitive} disabled={sensitive} onChange={() => change({ 'x-sensitive': true, default: undefined, examples: undefined })} />
        )}
      </div>
      {sensitive && <p className="text-meta text-fg3">What is sensitive stays so. Remove the parameter to start again.</p>}
    </div>
  )
}
