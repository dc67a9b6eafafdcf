import { describe, expect, it } from 'vitest'
import { writeback } from '../fixture'
import { diffLines } from './diff'
import { tell, tellLate } from './words'

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

  it('offers to go on only where it stopped', () => {
    expect(tell(writeback({ step: 'OVERRIDDEN' }), SYSTEM).retry).toBe('Set again')
    expect(tell(writeback({ step: 'PLANNED', note_id: null }), SYSTEM).retry).toBe('Retry')
    expect(tell(writeback(), SYSTEM).retry).toBeUndefined()
    expect(tell(writeback({ step: 'PLANNED', note_id: null, ...failed('ticket_changed', '') }), SYSTEM).retry).toBeUndefined()
    expect(tell(writeback({ finished_at: null, step: 'PLANNED' }), SYSTEM).retry).toBeUndefined()
  })
})

describe('diffLines', () => {
  it('gives both texts back', () => {
    const mine = 'a\nb\nc\nd'
    const written = 'a\nx\nc\nd\ne'
    const lines = diffLines(mine, written)
    const side = (drop: string) => lines.filter(({ sign }) => sign !== drop).map(({ text }) => text).join('\n')
    expect(side('+')).toBe(mine)
    expect(side('-')).toBe(written)
    expect(lines.filter(({ sign }) => sign === ' ')).toHaveLength(3)
  })
})
