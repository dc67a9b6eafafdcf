import { expect, it } from 'vitest'
import { parseFilters, readFilters, writeFilters } from './filters'

it.each([
  [{ status: 'active', q: ' printer ', mine: true }, { status: 'active', q: 'printer', mine: true }],
  [{ status: 'closed', q: '', mine: false }, {}],
  // The router reads "?q=48213" as a number.
  [{ q: 48213, mine: 1 }, { q: '48213', mine: true }],
  [{ q: ['a'], status: 3, other: 'x', assignee: '7' }, {}],
  // One owner at a time.
  [{ mine: true, assignee: '01a20e53-0000-7000-8000-000000000001' }, { mine: true }],
])('reads %o as %o', (search, filters) => {
  expect(readFilters(search)).toEqual(filters)
})

it('keeps filters as text, whatever their order', () => {
  const filters = { status: 'active', client: 'Keller & Sons', mine: true } as const
  expect(parseFilters(writeFilters(filters))).toEqual(filters)
  expect(writeFilters({ mine: true, client: 'Keller & Sons', status: 'active' })).toBe(writeFilters(filters))
  expect(writeFilters({})).toBe('')
})
