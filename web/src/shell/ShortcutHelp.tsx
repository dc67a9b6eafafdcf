import { Fragment, useState } from 'react'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { singleKeys, useAllActions, type KeyedAction } from './actions'
import { keymap } from './keymap'
import { ShortcutRow } from './ShortcutRow'

const GROUPS: readonly KeyedAction['group'][] = ['This page', 'Session', 'Go to', 'General']

/** Actions that have keys of ours, each once: the newest is the one that the keys run. */
const keyed = (actions: readonly KeyedAction[]) => [
  ...new Map(actions.filter(({ defaultKeys }) => defaultKeys).map((one) => [one.id, one])).values(),
]

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const on = useStore(singleKeys) === 'on'
  const changed = Object.keys(useStore(keymap)).length > 0
  const actions = keyed(useAllActions())
  const words = query.trim().toLowerCase()
  const found = actions.filter(({ name, group }) => `${name} ${group}`.toLowerCase().includes(words))
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" description="Of this page, and those that work everywhere.">
      <TextField label="Find a shortcut" value={query} onChange={(event) => setQuery(event.target.value)} />
      <p role="status" className="text-fg2">
        {found.length === 0 && <span className="mt-3 block">No shortcut has these words.</span>}
      </p>
      {GROUPS.map((group) => {
        const rows = found.filter((one) => one.group === group)
        return (
          rows.length > 0 && (
            <Fragment key={group}>
              <h3 className="mt-4 text-meta font-medium text-fg3">{group}</h3>
              <ul className="divide-y divide-line">
                {rows.map((action) => (
                  <ShortcutRow key={action.id} action={action} actions={actions} />
                ))}
              </ul>
            </Fragment>
          )
        )
      })}
      <div className="mt-4 flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={on}
            onChange={() => singleKeys.set(on ? 'off' : 'on')}
          />
          Single keys work outside of text fields
        </label>
        {changed && <Button onClick={() => keymap.set({})}>Reset all keys</Button>}
      </div>
    </Dialog>
  )
}
