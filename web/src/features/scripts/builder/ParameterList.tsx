import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { wordsOf } from '@/ui/schema-form'
import { say } from '@/ui/toast'
import type { ChangeEdit, Edit } from './edit'
import { focusSoon, parameterId } from './focus'
import { ParameterEditor } from './ParameterEditor'
import { addParameter, findPlaceholders, freeName, moveParameter, putParameter, removeParameter, renameParameter, setRequired } from './schema-edit'

export interface ParameterListProps {
  edit: Edit
  onChange: ChangeEdit
  problems: Readonly<Record<string, string>>
  open: string | undefined
  onOpen: (name: string | undefined) => void
}

/** At the edge it does nothing, but keeps the focus. */
const EDGE = 'aria-disabled:opacity-40'
const ADD_ID = 'add-parameter'

/** The parameters in the order of the form; one at a time is open. */
export function ParameterList({ edit, onChange, problems, open, onOpen }: ParameterListProps) {
  const { parameters_schema: schema, body } = edit
  const names = Object.keys(schema.properties)
  const used = new Set(findPlaceholders(body).map(({ name }) => name))
  const add = () => {
    const wish = [...used].find((name) => !(name in schema.properties)) ?? 'value'
    const name = freeName(schema, wish)
    onChange({ parameters_schema: addParameter(schema, name) })
    onOpen(name)
    focusSoon(`${parameterId(name)}-name`)
  }
  const rename = (from: string, to: string) => {
    const renamed = renameParameter(schema, body, from, to)
    onChange({ parameters_schema: renamed.schema, body: renamed.body })
    onOpen(to)
  }
  const remove = (name: string, title: string) => {
    const property = schema.properties[name] ?? {}
    const required = schema.required.includes(name)
    onChange({ parameters_schema: removeParameter(schema, name) })
    const next = names[names.indexOf(name) + 1] ?? names[names.indexOf(name) - 1]
    focusSoon(next === undefined ? ADD_ID : parameterId(next))
    const undo = () =>
      onChange((now) => ({
        parameters_schema: setRequired(putParameter(addParameter(now.parameters_schema, name), name, property), name, required),
      }))
    say.done(`“${title}” is removed`, { label: 'Undo', onClick: undo })
  }
  return (
    <section aria-label="Parameters" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="text-panel font-semibold">Parameters</h2>
        <Button small id={ADD_ID} onClick={add}>
          <Plus size={14} aria-hidden /> Add
        </Button>
      </div>
      {names.length === 0 && <p className="text-fg3">None. Add one, or let “Extract parameters” propose some.</p>}
      <ul className="flex flex-col gap-1.5">
        {names.map((name, index) => {
          const property = schema.properties[name] ?? {}
          const title = typeof property.title === 'string' ? property.title : wordsOf(name)
          return (
            <li key={name} className="rounded-card border border-line bg-surface">
              <div className="flex items-center gap-1 py-1 pr-1 pl-3">
                <button type="button" id={parameterId(name)} aria-expanded={open === name} className="min-w-0 flex-1 rounded-tag text-left" onClick={() => onOpen(open === name ? undefined : name)}>
                  <span className="block truncate font-medium">{title}</span>
                  <span className="block truncate font-mono text-meta text-fg3">
                    {name}
                    {!used.has(name) && ' · not used'}
                  </span>
                </button>
                <IconButton name={`Move ${title} up`} icon={ArrowUp} aria-disabled={index === 0 || undefined} className={EDGE} onClick={() => onChange({ parameters_schema: moveParameter(schema, name, -1) })} />
                <IconButton name={`Move ${title} down`} icon={ArrowDown} aria-disabled={index === names.length - 1 || undefined} className={EDGE} onClick={() => onChange({ parameters_schema: moveParameter(schema, name, 1) })} />
                <IconButton name={`Remove ${title}`} icon={Trash2} onClick={() => remove(name, title)} />
              </div>
              {problems[name] && <p className="px-3 pb-2 text-code text-red-fg">{problems[name]}</p>}
              {open === name && (
                <ParameterEditor key={name} name={name} schema={schema} onSchema={(next) => onChange({ parameters_schema: next })} onRename={(to) => rename(name, to)} />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
