import { Button } from '@/ui/Button'

export interface SaveConflictProps<Stored> {
  /** What was being changed, in a word. */
  what: string
  /** What happened to it when it is gone, as a sentence. */
  gone: string
  /** As it is stored now; undefined: it was removed. */
  theirs: Stored | undefined
  differences: readonly { label: string; theirs: string; mine: string }[]
  /** Said when nothing that can be shown differs. */
  same: string
  onTheirs: (theirs: Stored) => void
  onMine: (theirs: Stored) => void
}

/** Somebody saved the same thing meanwhile: what differs, and whose shall count. */
export function SaveConflict<Stored>({ what, gone, theirs, differences, same, onTheirs, onMine }: SaveConflictProps<Stored>) {
  if (!theirs) {
    return (
      <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
        {gone} Copy what you need, then close this.
      </p>
    )
  }
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">Somebody changed this {what} while you had it open. Nothing of yours was saved yet.</p>
      <ul>
        {differences.map((one) => (
          <li key={one.label} className="break-words">
            {one.label}: now {one.theirs}, yours {one.mine}
          </li>
        ))}
        {differences.length === 0 && <li>{same}</li>}
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
