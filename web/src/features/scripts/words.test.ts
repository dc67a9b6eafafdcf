import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { tellInterval, tellSuccess } from './words'

const rate = (success: number, failed: number, partial = 0, untold = 0): Schemas['RateOut'] => ({
  applied: success + failed + partial + untold,
  success,
  failed,
  partial,
  low: 0.21,
  high: 1,
})

it.each([
  [rate(0, 0), null, 'Not used yet.'],
  [rate(1, 0), null, 'Worked the one time it was used.'],
  [rate(0, 1), null, 'Failed the one time it was used.'],
  [rate(0, 0, 1), null, 'Worked in part the one time it was used.'],
  [rate(0, 0, 0, 1), null, 'Used once, and nobody said how it went.'],
  [rate(1, 1), null, 'Worked 1 of 2.'],
  [rate(1, 0), rate(1, 0), 'Worked the one time it was used, for this customer.'],
  [rate(12, 8), rate(1, 0), 'Worked the one time it was used for this customer, and 12 of 20 in all.'],
  [rate(12, 8), rate(7, 2), 'Worked 7 of 9 for this customer, 12 of 20 in all.'],
  [rate(12, 8), rate(0, 0), 'Worked 12 of 20.'],
])('tells how often it worked, of a single case in words', (account, customer, words) => {
  expect(tellSuccess({ account, customer })).toBe(words)
})

it('makes no interval of one case or two', () => {
  expect([rate(1, 0), rate(1, 1), rate(2, 0, 0, 5)].map(tellInterval)).toEqual([null, null, null])
  expect(tellInterval(rate(3, 0))).toContain('between 21')
})
