import { expect, it } from 'vitest'
import { daysOf } from './days'

it.each([
  ['', null],
  ['  ', null],
  ['7', 7],
  [' 365 ', 365],
  ['36500', 36_500],
  ['6', undefined],
  ['36501', undefined],
  ['-30', undefined],
  ['1e3', undefined],
  ['a month', undefined],
])('%j are %j days', (typed, days) => expect(daysOf(typed)).toBe(days))
