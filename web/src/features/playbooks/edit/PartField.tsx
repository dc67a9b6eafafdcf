import { useState } from 'react'
import type { Document } from 'yaml'
import { Select, TextArea, TextField } from '@/ui/Field'
import { itemsAt, linesAt, put, sharesAt, textAt, type Path } from './document'
import type { Part } from './spec'

export interface PartFieldProps {
  document: Document
  onChange: (text: string) => void
  part: Part
  path: Path
}

const RISKS = ['low', 'medium', 'high'].map((value) => ({ value, label: value }))

export function PartField(props: PartFieldProps) {
  const { document, onChange, part, path } = props
  const { label, hint, kind } = part
  const set = (value: unknown) => onChange(put(document, path, value))
  const value = textAt(document, path)
  switch (kind) {
    case 'line':
      return <TextField {...{ label, hint, value }} onChange={(event) => set(event.target.value || undefined)} />
    case 'area':
      return <TextArea {...{ label, hint, value }} rows={3} onChange={(event) => set(event.target.value || undefined)} />
    case 'code':
      return <TextArea {...{ label, hint, value }} rows={3} mono spellCheck={false} onChange={(event) => set(event.target.value || undefined)} />
    case 'risk':
      return <Select {...{ label, hint, value }} className="w-40" options={RISKS} onChange={(event) => set(event.target.value)} />
    case 'number':
      return <NumberField {...{ label, hint }} value={value} onNumber={set} />
    case 'lines':
      return <Lines {...props} />
    case 'shares':
      return <Shares {...props} />
  }
}

/** Half-typed numbers, such as “0.”, stay in the field until they are one. */
function NumberField({ label, hint, value, onNumber }: { label: string; hint?: string | undefined; value: string; onNumber: (value: number | undefined) => void }) {
  const [typed, setTyped] = useState<string>()
  const change = (text: string) => {
    setTyped(text)
    const number = Number(text.replace(',', '.'))
    if (text.trim() === '') onNumber(undefined)
    else if (Number.isFinite(number)) onNumber(number)
  }
  return (
    <TextField {...{ label, hint }} inputMode="decimal" className="w-40" value={typed ?? value} onChange={(event) => change(event.target.value)} onBlur={() => setTyped(undefined)} />
  )
}

/** One a line; empty ones go when the field is left. */
function Lines({ document, onChange, part: { label, hint }, path }: PartFieldProps) {
  const [typed, setTyped] = useState<string>()
  const kept = linesAt(document, path)
  const change = (text: string) => {
    setTyped(text)
    const lines = text.split('\n').map((one) => one.trim()).filter(Boolean)
    onChange(put(document, path, lines.length > 0 ? lines : undefined))
  }
  const text = typed ?? kept.join('\n')
  return (
    <TextArea {...{ label, hint }} mono rows={Math.min(8, Math.max(2, text.split('\n').length))} spellCheck={false} value={text} onChange={(event) => change(event.target.value)} onBlur={() => setTyped(undefined)} />
  )
}

/** A number for each cause; none where the field is empty. */
function Shares({ document, onChange, part: { label }, path }: PartFieldProps) {
  const shares = sharesAt(document, path)
  const causes = itemsAt(document, ['causes'])
  const set = (id: string, value: number | undefined) => {
    const next = { ...shares }
    if (value === undefined) delete next[id]
    else next[id] = value
    onChange(put(document, path, Object.keys(next).length > 0 ? next : undefined))
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{label} (0 to 1)</legend>
      <div className="flex flex-wrap gap-3">
        {causes.map(({ id, title }) =>
          typeof id === 'string' ? <NumberField key={id} label={typeof title === 'string' ? title : id} value={String(shares[id] ?? '')} onNumber={(value) => set(id, value)} /> : null,
        )}
      </div>
    </fieldset>
  )
}
