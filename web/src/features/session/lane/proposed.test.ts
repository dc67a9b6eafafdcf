import { expect, it } from 'vitest'
import { findPlaces, findProposed, lineOf } from './proposed'

it('finds a value where it stands by itself', () => {
  expect(findPlaces('PRN-01 PRN-012 "PRN-01"', 'PRN-01')).toEqual([
    { from: 0, to: 6 },
    { from: 16, to: 22 },
  ])
  expect(findPlaces('anything', '')).toEqual([])
})

it('says the types of values, and leaves out what stands nowhere', () => {
  const found = findProposed('Wait 30; Get-Printer PRN-01', { wait: 30, name: 'PRN-01', other: 'SRV-2' })
  expect(found.map(({ name, type }) => [name, type])).toEqual([
    ['wait', 'number'],
    ['name', 'text'],
  ])
})

it('counts lines from one', () => {
  expect(lineOf('a\nb\nc', 0)).toBe(1)
  expect(lineOf('a\nb\nc', 4)).toBe(3)
})
