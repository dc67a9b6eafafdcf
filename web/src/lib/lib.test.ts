import { expect, it, vi } from 'vitest'
import { initials } from './initials'
import { makePreference } from './preferences'
import { age } from './time'

const now = Date.parse('2026-11-24T16:00:00Z')

it.each([
  ['2026-11-24T15:59:30Z', 'just now'],
  ['2026-11-24T15:55:00Z', '5 min. ago'],
  ['2026-11-24T13:10:00Z', '2 hr. ago'],
  ['2026-11-22T15:00:00Z', '2 days ago'],
  // A clock that runs behind the server's.
  ['2026-11-24T16:00:20Z', 'just now'],
])('%s is %s', (iso, words) => {
  expect(age(iso, now)).toBe(words)
})

it.each([
  ['Dana Kim', 'DK'],
  ['admin@localhost', 'AL'],
  ['Maria de la Rosa', 'MD'],
  ['', ''],
])('initials of %s are %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})

it('keeps a preference, and falls back on an unknown value', () => {
  const values = ['a', 'b'] as const
  makePreference('x', values, 'a').set('b')
  expect(makePreference('x', values, 'a').get()).toBe('b')
  window.localStorage.setItem('resolvent.x', 'nonsense')
  expect(makePreference('x', values, 'a').get()).toBe('a')
})

it('works for this tab when the storage refuses', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const preference = makePreference('y', ['a', 'b'] as const, 'a')
  preference.set('b')
  expect(preference.get()).toBe('b')
})
