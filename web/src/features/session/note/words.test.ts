import { describe, expect, it } from 'vitest'
import { writeback } from '../fixture'
import { ago } from './ago'
import { countHunks } from './editor/hunks'
import { locate } from './locate'
import { stepsOf, tell, tellLate } from './words'

const SYSTEM = 'ConnectWise'
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const failed = (code: string, detail: string) => ({ error: { code, detail } })

describe('what became of a note', () => {
  it.each([
    [{}, 'green', `Posted. ConnectWise shows Resolved (checked ${clock.format(new Date('2026-11-24T14:02:00Z'))}).`],
    [{ step: 'OVERRIDDEN', actual_status: 'In progress' }, 'amber', 'Posted, but ConnectWise shows In progress.'],
    [{ step: 'REJECTED', actual_status: 'On hold' }, 'amber', 'Posted, but ConnectWise still shows On hold.'],
    [
      { step: 'PLANNED', note_id: null, ...failed('psa_unavailable', 'Timed out.') },
      'amber',
      'Not posted yet: ConnectWise could not be reached. Kept here, session still open.',
    ],
    [
      { step: 'PLANNED', note_id: null, ...failed('ticket_changed', 'Moved by Ada.') },
      'amber',
      'Not posted: the ticket was changed meanwhile. Confirm the note again.',
    ],
    [{ step: 'LOCAL', note_id: null }, 'green', 'Saved in Resolvent. No ticket is linked.'],
    [{ step: 'SKIPPED' }, 'amber', 'Posted. Status not changed: no target status is set for this board.'],
    [
      { step: 'PLANNED', note_id: null, ...failed('psa_permission_denied', '403, missing scope.') },
      'red',
      'Not posted: ConnectWise refused (403, missing scope).',
    ],
    [{ step: 'NOTE_SENDING', finished_at: null, note_id: null }, 'plain', 'Posting'],
    [{ step: 'STATUS_SENT', finished_at: null }, 'plain', 'Checking ticket'],
    [{ step: 'STATUS_SENT', finished_at: null, ...failed('psa_unavailable', 'Timed out.') }, 'plain', 'Still checking…'],
    [{ step: 'NEEDS_HUMAN', note_id: null, ...failed('note_gone', 'Deleted.') }, 'red', 'Our note is no longer in ConnectWise.'],
    [{ step: 'NEEDS_HUMAN', ...failed('note_altered', 'Another text.') }, 'red', 'Posted. Look at the ticket in ConnectWise.'],
    [
      { step: 'NEEDS_HUMAN', note_id: null, ...failed('psa_visibility', 'It was taken back.') },
      'red',
      'Not posted: ConnectWise did not keep the note internal.',
    ],
    [{ step: 'NEEDS_HUMAN', ...failed('psa_visibility', 'Hide it by hand now.') }, 'red', 'Posted. Look at the ticket in ConnectWise.'],
  ] as const)('%o', (values, tone, text) => {
    expect(tell(writeback(values), SYSTEM)).toMatchObject({ tone, text })
  })

  it('says who posts, and since when', () => {
    const { detail } = tell(writeback({ step: 'NOTE_SENDING', finished_at: null, confirmed_by_name: 'Ada' }), SYSTEM)
    expect(detail).toMatch(/^By Ada since \d\d:\d\d\.$/)
  })

  it.each([
    [{ status: 'In progress', by: 'Ada', at: '2026-11-24T14:07:00Z' }, '5 minutes after posting, ConnectWise shows In progress instead of Resolved (last changed by Ada).'],
    [{ status: 'New', by: null, at: '2026-11-24T16:02:00Z' }, '2 hours after posting, ConnectWise shows New instead of Resolved.'],
    [{ status: null, by: null, at: '2026-11-24T14:03:00Z' }, '1 minute after posting, the ticket was no longer found in ConnectWise.'],
  ])('%o', (late_change, text) => expect(tellLate(writeback({ late_change }), SYSTEM)).toBe(text))

  it.each([
    [{}, ['open']],
    [{ step: 'REJECTED' }, ['open', 'again']],
    [{ step: 'OVERRIDDEN' }, ['open', 'again']],
    [{ step: 'PLANNED', note_id: null, ...failed('psa_unavailable', '') }, ['retry', 'copy']],
    [{ step: 'LOCAL', note_id: null }, ['link']],
    [{ step: 'SKIPPED' }, ['status', 'settings']],
    [{ step: 'PLANNED', note_id: null, ...failed('psa_permission_denied', '403') }, ['copy', 'settings']],
    [{ step: 'PLANNED', note_id: null, ...failed('ticket_changed', '') }, ['copy']],
    [{ step: 'PLANNED', finished_at: null }, []],
  ] as const)('offers for %o what can be done about it: %o', (values, acts) => {
    expect(tell(writeback(values), SYSTEM).acts).toEqual(acts)
  })
})

describe('the steps of a posting', () => {
  it.each([
    [undefined, 'Reading ticket'],
    [{ step: 'NOTE_SENDING' }, 'Posting'],
    [{ step: 'NOTE_DONE' }, 'Posting'],
    [{ step: 'NOTE_PROVEN' }, 'Setting status'],
    [{ step: 'STATUS_SENDING' }, 'Setting status'],
    [{ step: 'STATUS_SENT' }, 'Checking ticket'],
  ] as const)('%o: %s runs', (values, name) => {
    const { names, at } = stepsOf(values && writeback({ finished_at: null, ...values }))
    expect(names[at]).toBe(name)
  })
})

it.each([
  [4, '4 s ago'],
  [59, '59 s ago'],
  [6 * 60 + 10, '6 min ago'],
  [3 * 3600, '3 h ago'],
  [25 * 3600, '1 day ago'],
  [-5, 'just now'],
])('%i seconds are %s', (seconds, words) => {
  const at = '2026-11-24T14:00:00Z'
  expect(ago(at, Date.parse(at) + seconds * 1000)).toBe(words)
})

it('counts the places that differ, neighbouring lines as one', () => {
  expect(countHunks('a\nb\nc\nd\ne\nf', 'a\nB\nC\nd\ne\nF')).toBe(2)
  expect(countHunks('a\nb', 'a\nb')).toBe(0)
})

describe('where a finding stands', () => {
  const finding = (sentence: string, reason = 'No.') => ({ id: sentence + reason, code: 'unbacked', sentence, reason })

  it('is found over the ends of lines and in a quotation', () => {
    const text = '## Problem\n\nWe replaced\nthe router. Done.\n\n> It was\n> (very) old.'
    const gaps = locate(text, [finding('We replaced the router.'), finding('It was (very) old.')])
    expect(gaps.map(({ from, to }) => text.slice(from, to))).toEqual(['We replaced\nthe router.', 'It was\n> (very) old.'])
  })

  it('has all reasons of a sentence together, and none for what is missing', () => {
    expect(locate('It works.', [finding('It works.', 'One.'), finding('It works.', 'Two.'), finding('')])).toEqual([
      { from: 0, to: 9, words: 'One. Two.' },
    ])
  })
})
