import { beforeEach, expect, it } from 'vitest'
import { local } from '@/lib/local'
import { ID, makeWhole, writeback } from '../fixture'
import type { Draft, Whole } from '../model/types'
import { keepPassedBy } from './passed-by'

const MINE = 'My words.'
const DANA = { user_id: 'user-1', name: 'Dana Klein' }
const MO = { user_id: 'user-2', name: 'Mo Reyes' }
const draft: Draft = {
  kind: 'resolution',
  markdown: MINE,
  based_on_state_version: 1,
  version: 3,
  updated_by: 'user-1',
  updated_at: '2026-11-24T14:00:00Z',
}
const ended = (values: Partial<Whole> = {}): Whole => {
  const whole = makeWhole({ drafts: [draft], writebacks: [theirs], ...values })
  return { ...whole, session: { ...whole.session, status: 'resolved', round: 1 } }
}
const theirs = writeback({ kind: 'resolution', round: 1, text: 'Their words.', confirmed_by: MO.user_id })
const kept = (kind = 'resolution') => local.read(`kept.${ID}.${kind}.2`)

beforeEach(() => window.localStorage.clear())

it('offers what was saved when another text was posted', () => {
  keepPassedBy(ended(), DANA)
  expect(kept()).toBe(MINE)
})

it('offers what was typed last, also when it was not saved any more', () => {
  local.write(`unsaved.${ID}.resolution.1`, JSON.stringify({ markdown: 'Newer words.', basedOn: 1 }))
  keepPassedBy(ended(), DANA)
  expect(kept()).toBe('Newer words.')
})

it('offers a note whose kind was not posted at all', () => {
  keepPassedBy(ended({ drafts: [{ ...draft, kind: 'escalation' }] }), DANA)
  expect(kept('escalation')).toBe(MINE)
  expect(kept()).toBe('')
})

it.each<[string, Partial<Whole>, typeof MO]>([
  ['the text that was posted', { writebacks: [{ ...theirs, text: `${MINE}\n\nRef RV-ABCDEFGH` }] }, DANA],
  ['the note that I posted', {}, MO],
  ['what a colleague saved', { drafts: [{ ...draft, updated_by: 'user-3' }] }, DANA],
  ['nothing', { drafts: [] }, DANA],
])('does not offer %s', (_, values, me) => {
  keepPassedBy(ended(values), me)
  expect(kept()).toBe('')
})

it('does not offer what was given up, and waits while the round is open', () => {
  local.write(`given-up.${ID}.resolution.1`, '3')
  keepPassedBy(ended(), DANA)
  local.write(`given-up.${ID}.resolution.1`, '')
  const whole = ended()
  keepPassedBy({ ...whole, session: { ...whole.session, status: 'active' } }, DANA)
  expect(kept()).toBe('')
})
