import { describe, expect, it } from 'vitest'
import { answer, fact, makeWhole, message, writeback } from '../fixture'
import { placeFix } from './fixes'
import { fix } from '../fixture'
import { makeThread } from './thread'
import { keepOlder, newest, putRow, runningTurn, withOlder } from './whole'

describe('two answers that overtake each other', () => {
  it('keeps the one that has seen more', () => {
    const held = makeWhole({ event_number: 7, facts: [fact()] })
    expect(newest(held, makeWhole({ event_number: 6 }))).toBe(held)
    expect(newest(held, makeWhole({ event_number: 9, state_version: 4 }))).toBe(held)
    expect(newest(held, makeWhole({ event_number: 8 })).facts).toEqual([])
  })
})

describe('messages', () => {
  it('keeps older ones that were loaded when the newest are read again', () => {
    const held = withOlder(makeWhole({ messages: [message('m3')], older_cursor: 'm3' }), [message('m1'), message('m2')], null)
    const next = keepOlder(held, makeWhole({ messages: [message('m3'), message('m4')], older_cursor: 'm3' }))
    expect(next.messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(next.older_cursor).toBeNull()
  })

  it('knows the running answer', () => {
    expect(runningTurn(makeWhole({ messages: [answer('a', 'complete', 'x'), answer('b', 'running', '')] }))).toBe('turn-b')
    expect(runningTurn(makeWhole({ messages: [answer('a', 'stopped', 'x')] }))).toBeUndefined()
  })

  it('puts versions of one answer together and notes at their time', () => {
    const messages = [
      message('q', { created_at: '2026-11-24T14:00:00Z' }),
      { ...answer('a1', 'stopped', 'one'), created_at: '2026-11-24T14:00:01Z' },
      { ...answer('a2', 'failed', 'two'), retry_of: 'a1', created_at: '2026-11-24T14:00:02Z' },
      { ...answer('a3', 'complete', 'three'), retry_of: 'a2', created_at: '2026-11-24T14:00:03Z' },
      message('q2', { created_at: '2026-11-24T15:00:00Z' }),
    ]
    const items = makeThread(messages, [writeback({ finished_at: '2026-11-24T14:30:00Z' })])
    expect(items.map(({ type }) => type)).toEqual(['question', 'answer', 'writeback', 'question'])
    const late_change = { status: 'In progress', by: null, at: '2027-01-01T00:00:00Z' }
    const moved = makeThread(messages, [writeback({ finished_at: '2026-11-24T14:30:00Z', late_change })])
    expect(moved.map(({ type }) => type)).toEqual(['question', 'answer', 'writeback', 'question', 'late'])
    expect(items[1]).toMatchObject({ versions: [{ id: 'a1' }, { id: 'a2' }, { id: 'a3' }] })
  })
})

it('replaces a row in its place', () => {
  const rows = [fact({ id: 'a' }), fact({ id: 'b' })]
  expect(putRow(rows, fact({ id: 'a', text: 'New' })).map(({ text }) => text)).toEqual(['New', 'Only Site B is affected'])
})

it('has no active fix once it is dismissed', () => {
  const whole = makeWhole({ fixes: [fix()] })
  const dismissed = fix({ status: 'dismissed', superseded_at: '2026-11-24T14:01:00Z' })
  expect(placeFix(whole, { fix: dismissed }).active_fix).toBeNull()
  expect(placeFix(whole, { fix: fix({ applied_at: '2026-11-24T14:01:00Z' }) }).active_fix?.applied_at).not.toBeNull()
})
