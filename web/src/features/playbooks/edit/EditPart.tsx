import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSettled } from '@/lib/useSettled'
import { useActions } from '@/shell/actions'
import { Button } from '@/ui/Button'
import { ScriptDiff, ScriptEditor } from '@/ui/editor'
import { TextField } from '@/ui/Field'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { checkQuery, type Playbook } from '../queries'
import { FormTab } from './FormTab'
import { Problems } from './Problems'
import { TryBox } from './TryBox'
import { theirsIn, useSave } from './useSave'
import { useTypedText } from './useTypedText'

const TABS = [
  { value: 'form', label: 'Form' },
  { value: 'yaml', label: 'YAML' },
] as const

/** One text, seen as a form or as YAML. What is typed stays in this browser until it is saved. */
export function EditPart({ playbook }: { playbook: Playbook }) {
  const { text, seen, change, settle } = useTypedText(playbook)
  const [tab, setTab] = useState<'form' | 'yaml'>('form')
  const [note, setNote] = useState('')
  const [goTo, setGoTo] = useState<{ line: number }>()
  const save = useSave(playbook.key)
  const theirs = theirsIn(save.error)
  const { data: checked, error: unchecked } = useQuery(checkQuery(useSettled(text, 500)))
  const changed = text !== playbook.text
  const store = (version: number) =>
    save.mutate({ text, version, change_note: note.trim() || 'Edited' }, { onSuccess: (saved) => (settle(saved), setNote('')) })
  const tryToSave = () => {
    if (changed && !save.isPending) store(seen)
  }
  useActions([{ id: 'save-playbook', name: 'Save the playbook', group: 'This page', keys: 'mod+s', run: tryToSave }])
  const toLine = (line: number) => {
    setTab('yaml')
    setGoTo({ line })
  }
  return (
    <div className="grid gap-6 lane:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-3">
        {theirs && (
          <section aria-label="Conflict" className="flex flex-col gap-2 rounded-ctl bg-amber-bg p-3 text-amber-fg">
            <p role="alert">{theirs.updated_by} saved version {theirs.version} meanwhile. Both texts are here.</p>
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => store(theirs.version ?? 1)}>Save mine as the newest</Button>
              <Button onClick={() => (settle(theirs), save.reset())}>Take theirs, drop mine</Button>
            </div>
            <ScriptDiff label="Theirs, and what yours changes" before={theirs.text} after={text} language="yaml" className="max-h-64 rounded-ctl border border-line" />
          </section>
        )}
        <div className="flex flex-wrap items-end justify-between gap-2">
          <ToggleGroup label="Edit as" value={tab} options={TABS} onChange={setTab} />
          <form
            className="flex min-w-0 flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              tryToSave()
            }}
          >
            <TextField label="What is new" hideLabel placeholder="What is new" className="w-56" value={note} onChange={(event) => setNote(event.target.value)} maxLength={300} />
            <Button variant="primary" type="submit" idle={!changed || save.isPending}>
              {save.isPending ? 'Saving' : 'Save'}
            </Button>
          </form>
        </div>
        {tab === 'yaml' ? (
          <ScriptEditor label="Playbook as YAML" value={text} language="yaml" onChange={change} onSave={tryToSave} goTo={goTo} className="min-h-96 rounded-ctl border border-line" />
        ) : (
          <FormTab text={text} onChange={change} onLine={toLine} />
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Problems wrong={checked?.wrong} failed={unchecked} onLine={toLine} />
        <TryBox text={text} />
      </div>
    </div>
  )
}
