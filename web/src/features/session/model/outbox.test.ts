import { describe, expect, it } from 'vitest'
import { makeWhole } from '../fixture'
import { describe as tell, enqueue, isDone, taken, waitingId, withWaiting, type Entry } from './outbox-entries'
import type { Check, Fact } from './types'
import { countChanges } from './useOutbox'

const AT = '2026-11-24T10:00:00Z'
const body = { text: 'Only Site B', status: 'confirmed', important: false, internal: false } as const
const fact = (id: string, text: string, version = 1): Fact => ({
  ...body,
  id,
  text,
  version,
  source: 'engineer',
  added_by: null,
  retracted_at: null,
  created_at: AT,
  updated_at: AT,
})
const add = (key: string, text = 'Only Site B'): Entry => ({ kind: 'fact.add', key, at: AT, body: { ...body, text } })
const correct = (key: string, row: string, change: object, version = 1): Entry => ({
  kind: 'fact.correct', key, at: AT, row, version, change, was: 'Was',
})
const remove = (key: string, row: string): Entry => ({ kind: 'fact.remove', key, at: AT, row, was: 'Was' })
const queue = (...entries: Entry[]) => entries.reduce<Entry[]>((held, one) => enqueue(held, one), [])

describe('what waits', () => {
  it('keeps the order', () => {
    expect(queue(add('1'), correct('2', 'f', { text: 'B' }), remove('3', 'g')).map(({ key }) => key)).toEqual(['1', '2', '3'])
  })

  it('is one change of a row, under the version that was seen', () => {
    expect(queue(correct('1', 'f', { text: 'B' }), correct('2', 'f', { important: true }, 1))).toEqual([
      correct('1', 'f', { text: 'B', important: true }),
    ])
  })

  it('changes a fact that waits itself, and forgets one that was removed again', () => {
    const row = waitingId('1')
    expect(queue(add('1'), correct('2', row, { text: 'Site B and C' }))).toEqual([add('1', 'Site B and C')])
    expect(queue(add('1'), remove('2', row))).toEqual([])
  })

  it('takes an undo as the last thing not having been done', () => {
    expect(queue(remove('1', 'f'), { kind: 'fact.undo', key: '2', at: AT, row: 'f' })).toEqual([])
    const late: Entry = { kind: 'fact.undo', key: '2', at: AT, row: 'f' }
    expect(queue(late)).toEqual([late])
  })

  it('leaves what is on its way as it is, and goes on from what the server made of it', () => {
    const first = enqueue([add('1')], correct('2', waitingId('1'), { text: 'C' }), '1')
    expect(first.map(({ kind }) => kind)).toEqual(['fact.add', 'fact.correct'])
    expect(taken(first, add('1'), { id: 'real', version: 4 })).toEqual([correct('2', 'real', { text: 'C' }, 4)])
    const second = enqueue([correct('1', 'f', { text: 'B' })], correct('2', 'f', { text: 'C' }), '1')
    expect(taken(second, correct('1', 'f', { text: 'B' }), { id: 'f', version: 2 })).toEqual([correct('2', 'f', { text: 'C' }, 2)])
  })
})

describe('the session with what waits', () => {
  const check: Check = {
    id: 'c', title: 'Is it on?', command: null, status: 'todo', result: null, source: 'assistant', version: 1,
    retracted_at: null, created_at: AT, updated_at: AT,
  } as Check
  const whole = makeWhole({ facts: [fact('f', 'Was'), fact('g', 'Gone')], checks: [check] })

  it('shows all of it', () => {
    const shown = withWaiting(whole, [
      add('1', 'New'),
      correct('2', 'f', { text: 'Now' }),
      remove('3', 'g'),
      { kind: 'check.change', key: '4', at: AT, row: 'c', version: 1, change: { status: 'done', result: 'Yes' }, was: 'Is it on?' },
    ])
    expect(shown.facts.map(({ text }) => text)).toEqual(['Now', 'New'])
    expect(shown.checks[0]).toMatchObject({ status: 'done', result: 'Yes' })
  })

  it('leaves out what was refused, and what is not there any more', () => {
    const refused = { status: 412, code: 'stale', message: '' }
    expect(withWaiting(whole, [{ ...correct('2', 'f', { text: 'Now' }), refused }]).facts).toEqual(whole.facts)
    expect(withWaiting(whole, [correct('2', 'nobody', { text: 'Now' })]).facts).toEqual(whole.facts)
  })

  it('knows what was done although its answer was lost', () => {
    expect(isDone(whole, correct('1', 'f', { text: 'Was' }))).toBe(true)
    expect(isDone(whole, correct('1', 'f', { text: 'Now' }))).toBe(false)
    expect(isDone(whole, remove('1', 'nobody'))).toBe(true)
    expect(isDone(whole, remove('1', 'f'))).toBe(false)
  })

  it('is told in words', () => {
    expect(tell(correct('1', 'f', { important: true })).mine).toBe('Was (important)')
    expect(tell({ kind: 'message', key: '1', at: AT, text: 'Why?', files: [] })).toEqual({ what: 'A message', mine: 'Why?' })
  })
})

it('counts what is new after a break', () => {
  const before = makeWhole()
  expect(countChanges(before, before)).toBe(0)
  const message = { id: 'm' } as never
  expect(countChanges(before, makeWhole({ state_version: 7, messages: [message] }))).toBe(3)
})
