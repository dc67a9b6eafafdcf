/** Changes that could not reach the server: what waits, in which order, and how the page looks with it. Pure. */

import type { Schemas } from '@/api/client'
import { dropRow, putRow } from './whole'
import type { Attachment, Check, Fact, Whole } from './types'

type FactBody = Schemas['FactAdd']
type FactChange = Omit<Schemas['FactChange'], 'version'>
type CheckChange = { status: Check['status']; result?: string }

export interface Refusal {
  status: number
  code: string
  message: string
}

interface Common {
  /** The Idempotency-Key: sent twice, it is done once. */
  key: string
  /** When it was done here, RFC 3339. */
  at: string
  /** What the server said to it; it waits for the engineer. */
  refused?: Refusal | undefined
}

export type Entry = Common &
  (
    | { kind: 'fact.add'; body: FactBody }
    | { kind: 'fact.correct'; row: string; version: number; change: FactChange; was: string }
    | { kind: 'fact.remove'; row: string; was: string }
    | { kind: 'fact.undo'; row: string }
    | { kind: 'check.change'; row: string; version: number; change: CheckChange; was: string }
    | { kind: 'check.undo'; row: string }
    | { kind: 'message'; text: string; files: readonly Attachment[] }
  )

const PREFIX = 'waiting-'

/** The id of a fact that the server has not seen yet. */
export const waitingId = (key: string) => `${PREFIX}${key}`
export const isWaiting = (rowId: string) => rowId.startsWith(PREFIX)

const rowOf = (entry: Entry) => ('row' in entry ? entry.row : undefined)

const isUndo = ({ kind }: Entry) => kind === 'fact.undo' || kind === 'check.undo'

/** The entries with one more. `sending`: the key of the one that is on its way, which is not touched. */
export function enqueue(entries: readonly Entry[], entry: Entry, sending?: string): Entry[] {
  const row = rowOf(entry)
  if (row !== undefined && isWaiting(row) && row !== waitingId(sending ?? '')) return changeWaiting(entries, entry, row)
  const before = entries.findLast((one) => rowOf(one) === row && row !== undefined && !one.refused && one.key !== sending)
  if (isUndo(entry) && before) return entries.filter((one) => one !== before)
  if (before?.kind === 'fact.correct' && entry.kind === 'fact.correct') {
    return replace(entries, { ...before, change: { ...before.change, ...entry.change } })
  }
  if (before?.kind === 'check.change' && entry.kind === 'check.change') {
    return replace(entries, { ...before, change: { ...before.change, ...entry.change } })
  }
  return [...entries, entry]
}

/** Of a fact that waits itself: what is sent changes. */
function changeWaiting(entries: readonly Entry[], entry: Entry, row: string): Entry[] {
  const added = entries.find((one) => one.kind === 'fact.add' && waitingId(one.key) === row)
  if (added?.kind !== 'fact.add') return [...entries]
  if (entry.kind === 'fact.remove') return entries.filter((one) => one !== added)
  if (entry.kind !== 'fact.correct') return [...entries]
  return replace(entries, { ...added, body: { ...added.body, ...withoutNulls(entry.change) } })
}

const replace = (entries: readonly Entry[], entry: Entry): Entry[] =>
  entries.map((one) => (one.key === entry.key ? entry : one))

/** After an entry was taken: what waits for the same row goes on from what the server made of it. */
export function taken(entries: readonly Entry[], entry: Entry, made: { id: string; version: number } | undefined): Entry[] {
  const left = entries.filter((one) => one.key !== entry.key)
  if (!made) return left
  const row = rowOf(entry) ?? waitingId(entry.key)
  return left.map((one) => {
    if (!('row' in one) || one.row !== row) return one
    return 'version' in one ? { ...one, row: made.id, version: made.version } : { ...one, row: made.id }
  })
}

const FACT = { source: 'engineer', added_by: null, retracted_at: null, version: 0 }

/** The session as it will be once everything that waits has been taken. */
export const withWaiting = (whole: Whole, entries: readonly Entry[]): Whole =>
  entries.filter(({ refused }) => !refused).reduce(withEntry, whole)

function withEntry(whole: Whole, entry: Entry): Whole {
  switch (entry.kind) {
    case 'fact.add': {
      const fact: Fact = { ...FACT, ...entry.body, id: waitingId(entry.key), created_at: entry.at, updated_at: entry.at }
      return { ...whole, facts: putRow(whole.facts, fact) }
    }
    case 'fact.correct': {
      const change = withoutNulls(entry.change)
      return { ...whole, facts: whole.facts.map((fact) => (fact.id === entry.row ? { ...fact, ...change } : fact)) }
    }
    case 'fact.remove':
      return { ...whole, facts: dropRow(whole.facts, entry.row) }
    case 'check.change':
      return {
        ...whole,
        checks: whole.checks.map((check) =>
          check.id === entry.row ? { ...check, ...entry.change, source: 'engineer' } : check,
        ),
      }
    default:
      return whole
  }
}

/** Whether the server has it so already: the answer to the first try was lost. */
export function isDone(whole: Whole, entry: Entry): boolean {
  if (entry.kind === 'fact.correct') return holds(whole.facts.find(({ id }) => id === entry.row), withoutNulls(entry.change))
  if (entry.kind === 'check.change') return holds(whole.checks.find(({ id }) => id === entry.row), entry.change)
  return entry.kind === 'fact.remove' && !whole.facts.some(({ id }) => id === entry.row)
}

const holds = (row: object | undefined, change: object) =>
  row !== undefined && Object.entries(change).every(([name, value]) => row[name as keyof typeof row] === value)

/** What it says, for whoever has to decide about it. */
export function describe(entry: Entry): { what: string; mine: string } {
  switch (entry.kind) {
    case 'fact.add':
      return { what: 'A new fact', mine: entry.body.text }
    case 'fact.correct':
      return { what: 'A changed fact', mine: entry.change.text ?? `${entry.was} (${spell(entry.change)})` }
    case 'fact.remove':
      return { what: 'A removed fact', mine: entry.was }
    case 'check.change':
      return { what: 'A check', mine: [entry.was, entry.change.status, entry.change.result].filter(Boolean).join(': ') }
    case 'message':
      return { what: 'A message', mine: entry.text }
    default:
      return { what: 'An undo', mine: '' }
  }
}

const spell = (change: FactChange) =>
  Object.entries(change)
    .map(([name, value]) => (typeof value === 'boolean' ? `${value ? '' : 'not '}${name}` : String(value)))
    .join(', ')

const withoutNulls = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }
