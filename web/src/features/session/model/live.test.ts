import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyDelta, FLUSH_MS, LiveAnswers } from './live'

describe('applyDelta', () => {
  it('appends what comes next', () => expect(applyDelta('Hel', { offset: 3, text: 'lo' })).toBe('Hello'))
  it('keeps one copy of what is here already', () => {
    expect(applyDelta('Hello world', { offset: 0, text: 'Hello' })).toBe('Hello world')
    expect(applyDelta('Hello', { offset: 3, text: 'lo' })).toBe('Hello')
  })
  it('takes the overlap once', () => expect(applyDelta('Hello', { offset: 3, text: 'lo world' })).toBe('Hello world'))
  it('trusts the stream where it says otherwise', () => expect(applyDelta('Help', { offset: 3, text: 'lo' })).toBe('Hello'))
  it('tells of a gap', () => expect(applyDelta('Hel', { offset: 5, text: 'x' })).toBeUndefined())
  it('counts as the browser does, in UTF-16 code units', () =>
    expect(applyDelta('ok 🖨️', { offset: 'ok 🖨️'.length, text: '!' })).toBe('ok 🖨️!'))

  it('gives the same text however it is cut and repeated', () => {
    const text = 'One line.\n\n```powershell\nGet-Service 🖨\n```\nEnd.'
    for (let size = 1; size < text.length; size += 3) {
      let got = ''
      for (let at = 0; at < text.length; at += size) {
        const delta = { offset: at, text: text.slice(at, at + size) }
        got = applyDelta(got, delta) ?? 'gap'
        got = applyDelta(got, { offset: 0, text: text.slice(0, at) }) ?? 'gap'
      }
      expect(got).toBe(text)
    }
  })
})

describe('LiveAnswers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('tells its readers once for many pieces', () => {
    const live = new LiveAnswers()
    const told = vi.fn()
    live.subscribe(told)
    for (let at = 0; at < 100; at++) live.add({ turn_id: 't', offset: at, text: 'x' })
    expect(told).not.toHaveBeenCalled()
    vi.advanceTimersByTime(FLUSH_MS)
    expect(told).toHaveBeenCalledTimes(1)
    expect(live.get('t')).toBe('x'.repeat(100))
  })

  it('tells the first piece at once, and what follows 50 ms after it', () => {
    const live = new LiveAnswers()
    const told = vi.fn()
    live.subscribe(told)
    const say = (at: number) => live.add({ turn_id: 't', offset: at, text: 'x' })
    say(0)
    vi.advanceTimersByTime(0)
    expect(told).toHaveBeenCalledTimes(1)
    say(1)
    vi.advanceTimersByTime(FLUSH_MS - 1)
    expect(told).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    expect(told).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(10 * FLUSH_MS)
    say(2)
    vi.advanceTimersByTime(0)
    expect(told).toHaveBeenCalledTimes(3)
  })

  it('goes on from the saved text, and never back behind it', () => {
    const live = new LiveAnswers()
    live.seed('t', 'Saved')
    expect(live.add({ turn_id: 't', offset: 5, text: ' and more' })).toBe(true)
    live.seed('t', 'Saved')
    expect(live.get('t')).toBe('Saved and more')
    expect(live.add({ turn_id: 't', offset: 99, text: '!' })).toBe(false)
  })
})
