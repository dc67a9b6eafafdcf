import { expect, it } from 'vitest'
import { duration } from './times'

it.each([
  [0, 'less than a minute'],
  [59, 'less than a minute'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600, '1 h'],
  [7_500, '2 h 5 min'],
  [86_399, '23 h 59 min'],
  [86_400, '1 d'],
  [100_800, '1 d 4 h'],
])('says %d seconds as %s', (seconds, said) => expect(duration(seconds)).toBe(said))
