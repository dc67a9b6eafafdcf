import { expect, it } from 'vitest'
import { readFilters } from './filters'

it.each([
  [{ status: 'active', q: ' printer ', mine: true }, { status: 'active', q: 'printer', mine: true }],
  [{ status: 'closed', q: '', mine: false }, {}],
  // The router reads "?q=48213" as a number.
  [{ q: 48213, mine: 1 }, { q: '48213', mine: true }],
  [{ q: ['a'], status: 3, other: 'x' }, {}],
])('reads %o as %o', (search, filters) => {
  expect(readFilters(search)).toEqual(filters)
})
