import { Button } from '@/ui/Button'
import { differences, valuesOf, type Endpoint, type EndpointValues } from './values'

export interface EndpointConflictProps {
  mine: EndpointValues
  /** As it is stored now; undefined: it was removed. */
  theirs: Endpoint | undefined
  onTheirs: (theirs: Endpoint) => void
  onMine: (theirs: Endpoint) => void
}

/** Somebody saved the same endpoint meanwhile: what differs, and whose shall count. */
export function EndpointConflict({ mine, theirs, onTheirs, onMine }: EndpointConflictProps) {
  if (!theirs) {
    return (
      <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
        Somebody removed this model meanwhile. Copy what you need, then close this.
      </p>
    )
  }
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">Somebody changed this model while you had it open. Nothing of yours was saved yet.</p>
      <ul>
        {differences(mine, valuesOf(theirs)).map((one) => (
          <li key={one.member} className="break-words">
            {one.member}: now {one.theirs}, yours {one.mine}
          </li>
        ))}
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
