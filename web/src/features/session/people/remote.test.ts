import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { check, fact, makeWhole, message } from '../fixture'
import { MARK_MS, RemoteRows } from './remote'

const ME = { id: 'me', name: 'Dana Kim' }
const ANA = { id: 'ana', name: 'Ana Ruiz' }
const before = makeWhole({ state_version: 5, facts: [fact({ id: 'f1', version: 1 })], checks: [check({ id: 'c1', version: 1 })] })
const added = { ...before, state_version: 6, facts: [...before.facts, fact({ id: 'f2', version: 1, source: 'engineer' })] }
const heard = (by: typeof ME, version = 6, changed = ['facts']) => ({ state_version: version, changed, by })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it.each(['event first', 'session first'])('marks what another person added, for some seconds: %s', (order) => {
  const rows = new RemoteRows()
  if (order === 'event first') rows.hear(heard(ANA), ME.id)
  rows.compare(before, added, ME)
  if (order === 'session first') rows.hear(heard(ANA), ME.id)
  expect([...rows.marks.get()]).toEqual([['f2', { by: ANA, what: 'Added', own: true }]])
  vi.advanceTimersByTime(MARK_MS)
  expect(rows.marks.get().size).toBe(0)
  expect(rows.lastBy('f2')).toBe('Ana Ruiz')
})

it('never marks what I did myself, in this tab or another', () => {
  const rows = new RemoteRows()
  rows.compare(before, added, ME)
  rows.hear(heard(ME), ME.id)
  rows.hear(heard(ANA, 7, ['checks']), ME.id)
  expect(rows.marks.get().size).toBe(0)
})

it('marks a changed row of the section that was changed, and a message by another person', () => {
  const rows = new RemoteRows()
  const now = {
    ...before,
    state_version: 6,
    checks: [check({ id: 'c1', version: 2, source: 'engineer' })],
    messages: [message('m8', { author: 'Ana Ruiz' }), message('m9', { author: ME.name })],
  }
  rows.hear(heard(ANA, 6, ['checks']), ME.id)
  rows.compare({ ...before, messages: [] }, now, ME)
  expect([...rows.marks.get().keys()].sort()).toEqual(['c1', 'm8'])
  expect(rows.marks.get().get('c1')?.what).toBe('Changed')
})
