import { readParameters, tellLimits, type Parameter } from '@/ui/schema-form'

const KINDS: Record<Parameter['kind'], string> = {
  string: 'Text',
  text: 'Text, several lines',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  enum: 'Choice',
  list: 'List',
}

function about(parameter: Parameter): string {
  const { kind, format, pattern, choices, required, sensitive, default: preset } = parameter
  const parts = [
    KINDS[kind] + (format ? ` (${format})` : ''),
    choices.length > 0 && choices.join(', '),
    tellLimits(parameter),
    pattern && `fits ${pattern}`,
    required && 'required',
    sensitive && 'sensitive, never stored',
    preset !== undefined && `default ${JSON.stringify(preset)}`,
  ]
  return parts.filter(Boolean).join(' · ')
}

export function ParameterTable({ schema }: { schema: unknown }) {
  const parameters = readParameters(schema)
  if (parameters.length === 0) return <p className="text-fg2">It takes no parameters.</p>
  return (
    <dl className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface px-3">
      {parameters.map((parameter) => (
        <div key={parameter.name} className="flex flex-col py-2">
          <dt className="flex flex-wrap items-baseline gap-2">
            <span className="font-medium">{parameter.title}</span>
            <code className="font-mono text-meta text-fg3">{parameter.name}</code>
          </dt>
          <dd className="text-code text-fg2">
            {parameter.description}
            <span className="block text-meta text-fg3">{about(parameter)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
