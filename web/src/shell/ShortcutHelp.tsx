import { useState } from 'react'
import { useStore } from '@/lib/store'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { Keys } from '@/ui/Keys'
import { singleKeys, useAllActions } from './actions'

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const on = useStore(singleKeys) === 'on'
  const found = useAllActions().filter(
    ({ keys, name }) => keys && name.toLowerCase().includes(query.trim().toLowerCase()),
  )
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts">
      <TextField label="Find a shortcut" value={query} onChange={(event) => setQuery(event.target.value)} />
      {found.length === 0 && <p className="mt-3 text-fg2">No shortcut has these words.</p>}
      <dl className="mt-3 divide-y divide-line">
        {found.map(({ id, name, keys = '' }) => (
          <div key={id} className="flex h-9 items-center justify-between">
            <dt>{name}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={on}
          onChange={() => singleKeys.set(on ? 'off' : 'on')}
        />
        Single keys work outside of text fields
      </label>
    </Dialog>
  )
}
