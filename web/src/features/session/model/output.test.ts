import { describe, expect, it } from 'vitest'
import { isOutput } from './output'

describe('isOutput', () => {
  it.each([
    ['Status   Name      DisplayName\n------   ----      -----------\nStopped  Spooler   Print Spooler'],
    ['AzureAdJoined : YES\n  Key:\tvalue\n  Other:\tvalue'],
  ])('knows pasted columns: %j', (text) => {
    expect(isOutput(text)).toBe(true)
  })

  it.each([['It still does not print.\n\nThe light is green.'], ['One   wide gap only'], ['']])('leaves prose alone: %j', (text) => {
    expect(isOutput(text)).toBe(false)
  })
})
