import { makeStore } from '@/lib/store'
import type { Whole } from '../model/types'
import type { Person } from './sight'

export interface Mark {
  by: Pick<Person, 'id' | 'name'>
  what: 'Added' | 'Changed'
  /** An engineer's own doing; the assistant's proposals are nobody's. */
  own: boolean
}

/** As the `state` events tell. */
export interface Heard {
  state_version: number
  changed: readonly string[]
  by?: Pick<Person, 'id' | 'name'>
}

interface Moved {
  id: string
  section: string
  what: Mark['what']
  own: boolean
  from: number
  to: number
  at: number
}

export const MARK_MS = 5_000
const KEEP_HEARD = 50

interface Row {
  id: string
  stamp: unknown
  own: boolean
}

const SECTIONS: Record<string, (whole: Whole) => Row[]> = {
  facts: ({ facts }) => facts.map(({ id, version, source }) => ({ id, stamp: version, own: source === 'engineer' })),
  checks: ({ checks }) => checks.map(({ id, version, source }) => ({ id, stamp: version, own: source === 'engineer' })),
  fix: ({ active_fix: fix }) => (fix ? [{ id: fix.id, stamp: `${fix.status} ${fix.decision} ${fix.applied_at}`, own: false }] : []),
}

const findMoved = (before: Whole, now: Whole, at: number): Moved[] =>
  Object.entries(SECTIONS).flatMap(([section, rowsOf]) => {
    const held = new Map(rowsOf(before).map(({ id, stamp }) => [id, stamp]))
    return rowsOf(now)
      .filter(({ id, stamp }) => held.get(id) !== stamp)
      .map(({ id, own }) => ({
        id,
        section,
        what: held.has(id) ? ('Changed' as const) : ('Added' as const),
        own,
        from: before.state_version,
        to: now.state_version,
        at,
      }))
  })

/**
 * Rows that someone else moved. Two things are put together, whichever comes first: how the session looked before and
 * after, and the events that say who did it.
 */
export class RemoteRows {
  readonly marks = makeStore<ReadonlyMap<string, Mark>>(new Map())
  /** Who touched a row last, for as long as the page is open. */
  private names = new Map<string, string>()
  private heard: Heard[] = []
  private moved: Moved[] = []

  hear(event: Heard, me: string | undefined) {
    this.heard = [...this.heard.slice(-KEEP_HEARD), event]
    this.match(me)
  }

  compare(before: Whole, now: Whole, me: Pick<Person, 'id' | 'name'> | undefined) {
    this.moved.push(...findMoved(before, now, Date.now()))
    this.match(me?.id)
    const known = new Set(before.messages.map(({ id }) => id))
    const last = before.messages.at(-1)?.created_at ?? ''
    for (const { id, role, author, created_at } of now.messages) {
      if (role !== 'user' || known.has(id) || created_at < last || !me || author === me.name) continue
      this.mark(id, { by: { id: author, name: author }, what: 'Added', own: true })
    }
  }

  lastBy = (id: string): string | undefined => this.names.get(id)

  private match(me: string | undefined) {
    const open: Moved[] = []
    for (const one of this.moved) {
      if (Date.now() - one.at > MARK_MS) continue
      const told = this.heard.filter(
        ({ state_version: version, changed }) => version > one.from && version <= one.to && changed.includes(one.section),
      )
      const other = told.findLast(({ by }) => by && by.id !== me)?.by
      if (other) this.mark(one.id, { by: other, what: one.what, own: one.own })
      else if (told.length === 0) open.push(one)
    }
    this.moved = open
  }

  private mark(id: string, mark: Mark) {
    this.names.set(id, mark.by.name)
    this.marks.set(new Map(this.marks.get()).set(id, mark))
    window.setTimeout(() => {
      if (this.marks.get().get(id) !== mark) return
      const left = new Map(this.marks.get())
      left.delete(id)
      this.marks.set(left)
    }, MARK_MS)
  }
}
