import { useMemo, useState } from 'react'
import { cx } from '@/lib/cx'
import { spellKeys } from '@/shell/keyboard'
import { ScriptEditor, type Mark } from '@/ui/editor'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { Details } from './Details'
import type { DraftTemplate } from './edit'
import { focusSoon, parameterId } from './focus'
import { ParameterList } from './ParameterList'
import { findProblems, problemsByName, type Place } from './problems'
import { addParameter, findPlaceholders } from './schema-edit'
import { SidePane, type View } from './SidePane'
import type { useDraftEdit } from './useDraftEdit'

export type Pane = 'parameters' | 'script' | 'review'

export interface BuilderPanesProps {
  draft: DraftTemplate
  work: ReturnType<typeof useDraftEdit>
  /** Another person edits it. */
  readOnly: boolean
  notes: readonly string[]
  /** What the side pane shows first. */
  view: View | undefined
  pane: Pane
  onPane: (pane: Pane) => void
  onSave: () => void
}

/** Three panes: what it asks for, the script, and what is to be said about it. Narrow windows show one at a time. */
export function BuilderPanes({ draft, work, readOnly, notes, view, pane, onPane, onSave }: BuilderPanesProps) {
  const { edit, change, state } = work
  const [open, setOpen] = useState<string>()
  const [goTo, setGoTo] = useState<{ line: number }>()
  const { body, parameters_schema: schema } = edit
  const marks = useMemo<Mark[]>(
    () => findPlaceholders(body).map(({ name, from, to }) => ({ from, to, kind: name in schema.properties ? 'value' : 'unknown' })),
    [body, schema],
  )
  const problems = findProblems(draft, edit)
  const byName = problemsByName(draft)

  const go = (place: Place) => {
    onPane('line' in place ? 'script' : 'parameters')
    if ('line' in place) setGoTo({ line: place.line })
    else if ('parameter' in place) {
      setOpen(place.parameter)
      focusSoon(parameterId(place.parameter))
    } else focusSoon(`draft-${place.field}`)
  }
  const declare = (name: string) => {
    change({ parameters_schema: addParameter(schema, name) })
    go({ parameter: name })
  }
  const panes = [
    { value: 'parameters' as const, label: 'Parameters' },
    { value: 'script' as const, label: 'Script' },
    { value: 'review' as const, label: problems.length > 0 ? `Review, ${problems.length} open` : 'Review' },
  ]
  const shown = (one: Pane) => cx('min-h-0 min-w-0 overflow-y-auto p-3', pane !== one && 'max-lane:hidden')
  return (
    <>
      <div className="border-b border-line bg-surface px-3 py-1.5 lane:hidden">
        <ToggleGroup label="Pane" value={pane} options={panes} onChange={onPane} />
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-1 lane:grid-cols-[20rem_minmax(0,1fr)_22rem]">
        {/* Nothing in it takes the focus while another edits: it is scrolled by itself. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows */}
        <div tabIndex={readOnly ? 0 : undefined} className={cx(shown('parameters'), 'border-line focus-visible:-outline-offset-2 lane:border-r')}>
          <fieldset disabled={readOnly} className="flex flex-col gap-6">
            <legend className="sr-only">Parameters and details</legend>
            <ParameterList edit={edit} onChange={change} problems={byName} open={open} onOpen={setOpen} />
            <Details edit={edit} onChange={change} problems={byName} />
          </fieldset>
        </div>
        <div className={cx(shown('script'), 'flex flex-col')}>
          <ScriptEditor label="Script" readOnly={readOnly} value={body} language={edit.language} marks={marks} goTo={goTo} onChange={(text) => change({ body: text })} onSave={onSave} className="min-h-64 flex-1 rounded-ctl border border-ctl" />
          <p className="mt-1.5 text-meta text-fg3">
            <code className="font-mono">{'{{ name }}'}</code> stands for a parameter. F8 goes to the next one, {spellKeys('$mod+s').join('+')} saves, Tab
            leaves the editor.
          </p>
        </div>
        <div className={cx(shown('review'), 'border-line lane:border-l')}>
          <SidePane draft={draft} edit={edit} saved={state.is === 'saved'} problems={problems} notes={notes} first={view} onGo={go} onDeclare={declare} />
        </div>
      </div>
    </>
  )
}
