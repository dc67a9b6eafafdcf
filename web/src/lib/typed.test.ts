import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { local } from './local'
import { MASK, maskTyped } from './mask'
import { belongTo, forget, page } from './owner'
import { typed } from './typed'

const A = 'user-a'
const B = 'user-b'
const stored = () => JSON.stringify({ ...window.localStorage })
afterEach(() => vi.restoreAllMocks())

// The server's own examples, each secret between ⟦ and ⟧.
const EXAMPLES = readFileSync('../tests/secret_shapes/secrets.txt', 'utf8').replaceAll('·', '').split('\n%%\n')
it('knows the server’s examples', () => expect(EXAMPLES.length).toBeGreaterThan(80))
it.each(EXAMPLES)('keeps no secret of %s', (example) => {
  const masked = maskTyped(example.replaceAll(/[⟦⟧]/g, ''))
  for (const [, secret = ''] of example.matchAll(/⟦([^⟧]*)⟧/g)) expect(masked).not.toContain(secret)
})

it.each([
  'Only the third floor is affected.',
  'Event 808 on PRN-01 at 10.0.3.4 since 2026-11-24T14:00:00Z',
  'The spooler on srv-print01.contoso.local stopped; C:\\Windows\\System32\\spool\\PRINTERS is full.',
  'Ticket 01a20e53-0000-7000-8000-000000000001, KB5034441',
  'The password of her mailbox is not expired.',
  '',
])('leaves “%s” as it is', (text) => {
  expect(maskTyped(text)).toBe(text)
})

it('takes no longer than the text is long', () => {
  const masked = maskTyped(`${'a'.repeat(100_000)}-p${' '.repeat(50_000)}${'password '.repeat(10_000)}`)
  expect(masked.startsWith('aaaa')).toBe(true)
})

it('gives back to the letter what this tab typed, and keeps it without its secrets', () => {
  typed.write('fact.1', 'pw: Sunshine#1')
  expect(typed.read('fact.1')).toBe('pw: Sunshine#1')
  expect(local.read('fact.1')).toBe(`pw: ${MASK}`)
  typed.write('fact.1', '')
  expect(typed.read('fact.1')).toBe('')
})

it('takes what another tab typed since', () => {
  typed.write('fact.2', 'pw: Sunshine#1')
  local.write('fact.2', 'It prints again.')
  expect(typed.read('fact.2')).toBe('It prints again.')
})

it('forgets what was typed and seen, and keeps how the page is liked', () => {
  belongTo(A)
  for (const name of ['fact.1', 'result.1', `draft.${A}.1`, `outbox.${A}.1`, `recent-sessions.${A}`, 'unsaved.1.resolution.1', 'diagram.1'])
    local.write(name, 'x')
  const choices = ['theme', 'density', 'lane', 'lane-width', 'section.facts', 'single-keys', 'send-key', 'answer-scroll', `keys.${A}`]
  for (const name of choices) local.write(name, 'x')
  window.localStorage.setItem('other.app', 'x')
  forget()
  expect(Object.keys(window.localStorage).toSorted()).toEqual([...choices.map(local.key), 'other.app'].toSorted())
})

it('every choice that the page can keep is one that stays', () => {
  const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*'], { query: '?raw', import: 'default', eager: true })
  const names = Object.values(sources).flatMap((source) => [...source.matchAll(/makePreference(?:<\w+>)?\(\s*[`']([\w-]+)(\.)?/g)])
  expect(names.length).toBeGreaterThanOrEqual(7)
  for (const [, name = '', dot] of names) {
    const key = dot ? `${name}.x` : name
    local.write(key, 'x')
    forget()
    expect(local.read(key), key).toBe('x')
  }
})

it('one who comes back finds what they typed, another nothing', () => {
  belongTo(A)
  typed.write('fact.1', 'Half a thought')
  belongTo(A)
  expect(typed.read('fact.1')).toBe('Half a thought')
  belongTo(B)
  expect(stored()).not.toContain('Half a thought')
})

it('what lies here from before anybody was known is nobody’s', () => {
  local.write('owner', '')
  typed.write('fact.1', 'Half a thought')
  belongTo(A)
  expect(stored()).not.toContain('Half a thought')
})

it('leaves the page of one person when another tab signs another in', () => {
  const open = vi.spyOn(page, 'open').mockReturnValue()
  belongTo(A)
  const tell = (newValue: string | null) => window.dispatchEvent(new StorageEvent('storage', { key: local.key('owner'), newValue }))
  tell(A)
  tell(null)
  expect(open).not.toHaveBeenCalled()
  tell(B)
  expect(open).toHaveBeenCalledWith('/sessions')
})
