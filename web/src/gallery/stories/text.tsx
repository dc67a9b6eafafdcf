import { useState } from 'react'
import { ParameterTable } from '@/features/scripts/template/ParameterTable'
import { CodeBlock } from '@/ui/CodeBlock'
import { Markdown } from '@/ui/Markdown'
import { ScriptDiff, ScriptEditor } from '@/ui/editor'
import { readParameters, SchemaForm, toTypedDefaults } from '@/ui/schema-form'
import { screen } from '@testing-library/dom'
import type { Story } from '../story'

const nothing = () => undefined
const SCRIPT = "$printer = 'PRN-01'\nGet-Service -Name Spooler | Restart-Service\nWrite-Output \"Done on $printer\"\n"
const ANSWER = `The spooler on **PRN-01** stops when a job of driver 6.1 arrives. See [the vendor's note](https://example.com/kb/7031).

1. Restart the service
2. Pin driver \`7.0\`

| Host | State |
| --- | --- |
| PRN-01 | stopped |
| PRN-02 | running |

> It began on Monday.

\`\`\`powershell
Get-Service -Name Spooler
\`\`\`
`
const MARKS = [{ from: SCRIPT.indexOf('PRN-01'), to: SCRIPT.indexOf('PRN-01') + 6, kind: 'value' as const }]
const SCHEMA = {
  type: 'object',
  required: ['printer', 'driver', 'password'],
  properties: {
    printer: { type: 'string', format: 'hostname', title: 'Printer', description: 'The queue to reset.' },
    driver: { type: 'string', enum: ['7.0.1', '7.1.0'], title: 'Driver version', default: '7.0.1' },
    password: { type: 'string', title: 'Service password', 'x-sensitive': true },
    retries: { type: 'integer', title: 'Tries', minimum: 1, maximum: 5, default: 3 },
    hosts: { type: 'array', items: { type: 'string' }, title: 'Hosts', default: ['PRN-01', 'PRN-02'] },
    reboot: { type: 'boolean', title: 'Restart the host afterwards', default: false },
    note: { type: 'string', 'x-multiline': true, title: 'Note' },
  },
}

function AForm({ errors = {} }: { errors?: Record<string, string> }) {
  const parameters = readParameters(SCHEMA)
  const [values, setValues] = useState({ ...toTypedDefaults(parameters), printer: 'PRN-01' })
  return (
    <SchemaForm
      label="Values for the script"
      parameters={parameters}
      values={values}
      onChange={(next) => setValues(next as typeof values)}
      errors={errors}
      sources={{
        printer: { value: 'PRN-01', source: { origin: 'fact', label: 'F2' } },
        driver: { value: '7.1.0', source: { origin: 'fix', label: null } },
        retries: { value: '3', source: { origin: 'default', label: null } },
      }}
    />
  )
}

export const text: Story[] = [
  { name: 'An answer', show: () => <Markdown text={ANSWER} />, width: 640 },
  { name: 'Code', show: () => <CodeBlock code={SCRIPT} language="powershell" />, width: 640 },
  {
    name: 'Script editor',
    show: () => <ScriptEditor label="Script" language="powershell" value={SCRIPT} onChange={nothing} marks={MARKS} />,
    width: 640,
    play: () => screen.findByRole('textbox', { name: 'Script' }),
  },
  {
    name: 'Two scripts compared',
    show: () => <ScriptDiff label="What changed" language="powershell" before={SCRIPT} after={SCRIPT.replace('PRN-01', '{{ printer }}')} />,
    width: 640,
    play: () => screen.findByRole('textbox', { name: 'What changed' }),
  },
  { name: 'Form of a script', show: () => <AForm /> },
  { name: 'Form with errors', show: () => <AForm errors={{ printer: 'This host is not known.', password: 'This needs a value.' }} /> },
  {
    name: 'Form with more options',
    show: () => <AForm />,
    play: (user) => user.click(screen.getByText(/^More options/)),
  },
  { name: 'Parameters of a template', show: () => <ParameterTable schema={SCHEMA} />, width: 640 },
]
