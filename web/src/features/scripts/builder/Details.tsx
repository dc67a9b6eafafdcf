import { useState } from 'react'
import { Select, TextArea, TextField } from '@/ui/Field'
import { LANGUAGES, RISKS } from '../words'
import type { Edit } from './edit'
import { Tick } from './Tick'

const LANGUAGE_OPTIONS = Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }))
const RISK_OPTIONS = Object.entries(RISKS).map(([value, label]) => ({ value, label }))

export interface DetailsProps {
  edit: Edit
  onChange: (part: Partial<Edit>) => void
  problems: Readonly<Record<string, string>>
}

/** What the library says about the template. */
export function Details({ edit, onChange, problems }: DetailsProps) {
  const [tags, setTags] = useState(edit.tags.join(', '))
  const typeTags = (typed: string) => {
    setTags(typed)
    onChange({ tags: [...new Set(typed.toLowerCase().split(/[\s,]+/).filter((tag) => /^[a-z0-9][a-z0-9.+-]*$/.test(tag)))] })
  }
  return (
    <section aria-label="About the template" className="flex flex-col gap-2">
      <h2 className="text-panel font-semibold">About it</h2>
      <div id="draft-title">
        <TextField label="Title" value={edit.title} error={edit.title.trim() === '' ? 'It needs a title; the last one stays until then.' : problems.title} onChange={(event) => onChange({ title: event.target.value })} />
      </div>
      <div id="draft-description">
        <TextArea label="Description" rows={3} value={edit.description} error={problems.description} onChange={(event) => onChange({ description: event.target.value })} />
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Select label="Language" options={LANGUAGE_OPTIONS} value={edit.language} onChange={(event) => onChange({ language: event.target.value as Edit['language'] })} />
        <Select label="Risk" options={RISK_OPTIONS} value={edit.risk} onChange={(event) => onChange({ risk: event.target.value as Edit['risk'] })} />
      </div>
      <div id="draft-tags">
        <TextField label="Tags" hint="Separated by commas" value={tags} error={problems.tags} onChange={(event) => typeTags(event.target.value)} />
      </div>
      <TextField
        label="May run for (seconds)"
        inputMode="numeric"
        value={edit.timeout_hint ?? ''}
        error={problems.timeout_hint}
        onChange={(event) => onChange({ timeout_hint: /^\d{1,5}$/.test(event.target.value) ? Number(event.target.value) : null })}
      />
      <Tick label="Needs an administrator" checked={edit.needs_admin} onChange={(on) => onChange({ needs_admin: on })} />
    </section>
  )
}
