import { expect, it, vi } from 'vitest'
import { grouped } from './grouped'
import { initials } from './initials'
import { makePreference } from './preferences'
import { age, moment } from './time'

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

it('spells times and numbers as the browser would', () => {
  const relative = new Intl.RelativeTimeFormat('en', { style: 'short' })
  const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
  const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
  for (const unit of ['minute', 'hour', 'day'] as const) {
    for (const count of [1, 2, 23]) expect(age(new Date(now - count * units[unit]).toISOString(), now)).toBe(relative.format(-count, unit))
  }
  for (let month = 0; month < 12; month++) {
    const iso = new Date(2026, month, month + 1, month * 2, month).toISOString()
    expect(moment(iso)).toBe(absolute.format(new Date(iso)))
  }
  for (const number of [0, 7, 999, 1_000, 12_345, 1_234_567]) expect(grouped(number)).toBe(number.toLocaleString('en'))
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
