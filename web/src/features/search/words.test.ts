import { expect, it } from 'vitest'
import { readSearchFilters } from './filters'
import { escalated, found } from './fixture'
import { markWords } from './marking'
import type { FoundSession } from './queries'
import { beginning, tellCount, tellEnd } from './words'

it('reads an address, and leaves out what it says wrongly', () => {
  expect(readSearchFilters({ q: 48213, client: ' ACME ', status: 'active', other: 1 })).toEqual({ q: '48213', client: 'ACME' })
  expect(readSearchFilters({ q: '  ', status: 'escalated' })).toEqual({ status: 'escalated' })
  expect(readSearchFilters({ q: 'x'.repeat(400) }).q).toHaveLength(300)
})

it.each<[FoundSession, string, string, boolean?]>([
  [found(0), 'Fixed by', 'Restart the print spooler', true],
  [found(0, { fixes: [] }), 'Cause', 'The spooler had stopped.'],
  [found(0, { fixes: [], cause: 'No root cause was established.' }), '', 'No root cause was established.'],
  [found(0, { fixes: [], cause: null }), '', 'Resolved without a recorded fix.'],
  [escalated(0), 'Asked', 'Which driver does the label printer need on Windows 11?'],
  [escalated(0, { question: null, fixes: [{ title: 'Reset', status: 'applied_failed', told: 'No change.' }] }), 'Tried last', 'Reset (No change.)'],
  [escalated(0, { question: null }), '', 'Escalated without a question.'],
])('tells how it ended', (one, label, text, worked = false) => expect(tellEnd(one)).toEqual({ label, text, worked }))

it('says how many were found, and when none has all the words', () => {
  expect(tellCount({ total: 1, capped: false, words: 'all' })).toBe('1 closed session.')
  expect(tellCount({ total: 2000, capped: true, words: 'all' })).toBe('The newest 2,000 that match, the best first.')
  expect(tellCount({ total: 3, capped: false, words: 'some' })).toBe(
    'No closed session has all of these words. 3 closed sessions, the best first, with some of them.',
  )
})

it('does not tell the title twice', () => {
  expect(beginning({ title: 'No mail', problem: 'No mail\nSince Monday.' })).toBe('Since Monday.')
  expect(beginning({ title: 'No mail', problem: 'Since Monday.' })).toBe('Since Monday.')
})

const marked = (text: string, query: string) =>
  markWords(text, query)
    .filter((piece) => piece.marked)
    .map((piece) => piece.text)

it.each([
  ['Nobody can print. Prints hang, printing stops; the printer is on.', 'PRINTED', ['print', 'Prints', 'printing']],
  ['The queues stopped', 'queue stop', ['queues', 'stopped']],
  ['All companies', 'company', ['companies']],
  ['Event 7031, #48213', '#48213', ['48213']],
  ['fax or print', 'print -fax', ['print']],
  ['Drucker in Zürich läuft', 'zürich', ['Zürich']],
  ['the end of it', 'the and of', []],
  ['<b>x</b> (a+', '(a+ <b>', ['b', 'b']],
])('marks words that were asked for: %s', (text, query, expected) => {
  expect(marked(text, query)).toEqual(expected)
  expect(
    markWords(text, query)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
})
