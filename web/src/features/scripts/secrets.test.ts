import { expect, it } from 'vitest'
import { isHalfTyped, maskSecrets } from './secrets'

const found = (values: Record<string, unknown>, sensitive: string[]) => ({
  values,
  parameters_schema: {
    type: 'object',
    properties: Object.fromEntries(Object.keys(values).map((name) => [name, { type: 'string', ...(sensitive.includes(name) && { 'x-sensitive': true }) }])),
  },
})

it('masks what is sensitive wherever it stands, the longest first; nothing else', () => {
  const script = "a 'hunter2' hunter2more PRN-01"
  expect(maskSecrets(script, found({ one: 'hunter2', two: 'hunter2more', printer: 'PRN-01' }, ['one', 'two']))).toBe("a '********' ******** PRN-01")
})

it('leaves what is too short to be told from chance', () => {
  expect(maskSecrets("cat 'at'", found({ one: 'at' }, ['one']))).toBe("cat 'at'")
})

it.each([
  ["$password = 'hunt", true],
  ['export API_KEY="abc', true],
  ["$password = 'hunter2'", false],
  ["$name = 'PRN", false],
  ["Get-Date # the user's password", false],
  [`Write-Host "the user's password"`, false],
])('knows a secret that is being typed: %s', (script, half) => {
  expect(isHalfTyped(script)).toBe(half)
})
