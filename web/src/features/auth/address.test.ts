import { expect, it } from 'vitest'
import { readOneTimeToken, safeNext } from './address'

it.each([
  ['/pilot/1?panel=draft#msg-4', '/pilot/1?panel=draft#msg-4'],
  [undefined, '/sessions'],
  ['https://evil.example/x', '/sessions'],
  ['//evil.example/x', '/sessions'],
  ['/\\evil.example', '/sessions'],
  ['/login?next=/login', '/sessions'],
  ['javascript:alert(1)', '/sessions'],
])('after signing in, %s leads to %s', (next, target) => {
  expect(safeNext(next)).toBe(target)
})

it('reads the token of a one-time link', () => {
  expect(readOneTimeToken('#token=a-b_c')).toBe('a-b_c')
  expect(readOneTimeToken('#msg-4')).toBeUndefined()
  expect(readOneTimeToken('')).toBeUndefined()
})
