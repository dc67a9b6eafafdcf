import type { Outbox } from './model/outbox'
import { describe, type Entry } from './model/outbox-entries'
import type { Whole } from './model/types'
import { Theirs } from './people/Theirs'

/** What was done offline and can't be done any more as it was: both versions, and whose stays. */
export function RefusedChanges({ whole, outbox, entries }: { whole: Whole; outbox: Outbox; entries: readonly Entry[] }) {
  const refused = entries.filter(({ refused }) => refused)
  if (refused.length === 0) return null
  const drop = (entry: Entry) => outbox.set(outbox.get().filter(({ key }) => key !== entry.key))
  const put = (next: Entry) => outbox.set(outbox.get().map((one) => (one.key === next.key ? next : one)))
  return (
    <section aria-label="Changes that were not saved" className="max-h-64 overflow-y-auto border-b border-line bg-canvas px-4 py-2">
      <ul className="mx-auto flex max-w-3xl flex-col gap-2">
        {refused.map((entry) => (
          <Row key={entry.key} entry={entry} theirs={theirsOf(whole, entry)} mine={mineAgain(whole, entry)} onDrop={() => drop(entry)} onPut={put} />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  entry: Entry
  theirs: string | undefined
  /** The same change as it can be sent now; undefined where it can't. */
  mine: Entry | undefined
  onDrop: () => void
  onPut: (entry: Entry) => void
}

function Row({ entry, theirs, mine, onDrop, onPut }: RowProps) {
  const { what, mine: text } = describe(entry)
  return (
    <li>
      <Theirs
        said={`${what} from when you were offline was not saved. ${entry.refused?.message ?? ''}`}
        mine={text}
        theirs={theirs}
        onMine={mine && (() => onPut(mine))}
        onTheirs={onDrop}
      />
    </li>
  )
}

function theirsOf(whole: Whole, entry: Entry): string | undefined {
  if (entry.kind === 'fact.correct' || entry.kind === 'fact.remove') return whole.facts.find(({ id }) => id === entry.row)?.text
  if (entry.kind !== 'check.change') return undefined
  const check = whole.checks.find(({ id }) => id === entry.row)
  return check && [check.title, check.status, check.result].filter(Boolean).join(': ')
}

function mineAgain(whole: Whole, given: Entry): Entry | undefined {
  const entry = { ...given, refused: undefined }
  if (whole.session.status !== 'active') return undefined
  if (entry.kind === 'fact.correct') {
    const fact = whole.facts.find(({ id }) => id === entry.row)
    if (fact) return { ...entry, version: fact.version }
    // Removed meanwhile: mine is a new one.
    const { key, at } = entry
    return { kind: 'fact.add', key, at, body: { text: entry.was, status: 'confirmed', important: false, internal: false, ...changed(entry.change) } }
  }
  const check = entry.kind === 'check.change' && whole.checks.find(({ id }) => id === entry.row)
  return entry.kind === 'check.change' && check ? { ...entry, version: check.version } : undefined
}

const changed = (change: object) => Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null && value !== undefined))
