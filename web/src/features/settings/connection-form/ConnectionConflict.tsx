import { Button } from '@/ui/Button'
import type { Connection } from '../queries'
import type { Difference } from './values'

export interface ConnectionConflictProps {
  /** As it is stored now; undefined: it was removed. */
  theirs: Connection | undefined
  differences: readonly Difference[]
  onTheirs: (theirs: Connection) => void
  onMine: (theirs: Connection) => void
}

/** Somebody saved the same connection meanwhile: what differs, and whose shall count. */
export function ConnectionConflict({ theirs, differences, onTheirs, onMine }: ConnectionConflictProps) {
  if (!theirs) {
    return (
      <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
        Somebody disconnected this system meanwhile. Copy what you need, then close this.
      </p>
    )
  }
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">Somebody changed this connection while you had it open. Nothing of yours was saved yet.</p>
      <ul>
        {differences.map((one) => (
          <li key={one.label} className="break-words">
            {one.label}: now {one.theirs}, yours {one.mine}
          </li>
        ))}
        {differences.length === 0 && <li>Its settings are as yours; a secret or a status may differ.</li>}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button small onClick={() => onTheirs(theirs)}>
          Reload theirs
        </Button>
        <Button small onClick={() => onMine(theirs)}>
          Save mine over it
        </Button>
      </div>
    </div>
  )
}
