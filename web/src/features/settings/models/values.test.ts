import { expect, it } from 'vitest'
import { changedPositions, move } from './order'
import { parseLimit, readPreferences } from './preferences'
import { costText, dayText, PAGE, pageOf } from './usage'
import { differences, isSame, needsKeyAgain, newValues, switchProvider, toCreate, toPatch, valuesOf, withUse, type Endpoint } from './values'

const endpoint = (values: Partial<Endpoint> = {}): Endpoint => ({
  id: 'e1',
  name: 'Claude',
  provider: 'anthropic',
  model: 'claude-1',
  base_url: 'https://models.example/v1',
  key_set_at: '2026-11-20T10:00:00Z',
  uses: ['chat'],
  position: 1,
  allow_private: false,
  sees_images: true,
  context_tokens: 200_000,
  version: 3,
  ...values,
})

it('proposes the reference model, and something else for another provider but for what was typed', () => {
  const start = newValues('claude-ref')
  expect(start.model).toBe('claude-ref')
  const switched = switchProvider({ ...start, name: 'Mine', key: 'k' }, 'openai', 'claude-ref')
  expect(switched).toMatchObject({ provider: 'openai', name: 'Mine', model: '', context_tokens: '32000', sees_images: false, key: 'k' })
  expect(switchProvider(switched, 'anthropic', 'claude-ref')).toMatchObject({ name: 'Mine', model: 'claude-ref', sees_images: true })
})

it('leaves a stored key alone unless one was entered or it shall go', () => {
  const one = endpoint()
  expect(toPatch(valuesOf(one), one, 3)).not.toHaveProperty('key')
  expect(toPatch({ ...valuesOf(one), key: 'new' }, one, 3).key).toBe('new')
  expect(toPatch({ ...valuesOf(one), key: '' }, one, 3).key).toBe('')
  const keyless = endpoint({ key_set_at: null })
  expect(toPatch(valuesOf(keyless), keyless, 3)).not.toHaveProperty('key')
})

it.each([
  ['the same address', {}, false],
  ['a slash at its end', { base_url: 'https://models.example/v1/ ' }, false],
  ['another address', { base_url: 'https://else.example' }, true],
  ['the provider’s own address', { base_url: '' }, true],
  ['another provider', { provider: 'openai' }, true],
] as const)('asks for the key again: %s', (_, change, again) => {
  expect(needsKeyAgain({ ...valuesOf(endpoint()), ...change }, endpoint())).toBe(again)
  expect(needsKeyAgain({ ...valuesOf(endpoint()), ...change }, endpoint({ key_set_at: null }))).toBe(false)
})

it('sends what was typed, without blanks around it', () => {
  const typed = { ...newValues('claude-ref'), name: ' Llama ', base_url: ' http://gpu:8000/v1/ ', context_tokens: '8000' }
  expect(toCreate(typed)).toMatchObject({ name: 'Llama', base_url: 'http://gpu:8000/v1', context_tokens: 8_000, key: '' })
})

it('tells where two forms differ', () => {
  const mine = { ...valuesOf(endpoint()), model: 'mine', sees_images: false }
  expect(differences(mine, valuesOf(endpoint()))).toEqual([
    { label: 'Model', mine: 'mine', theirs: 'claude-1' },
    { label: 'Sees images', mine: 'no', theirs: 'yes' },
  ])
  expect(isSame(mine, mine)).toBe(true)
  expect(isSame({ ...mine, key: 'k' }, mine)).toBe(false)
})

it('keeps the uses in one order, so that ticking twice changes nothing', () => {
  expect(withUse(withUse(['chat', 'notes'], 'chat', false), 'chat', true)).toEqual(['chat', 'notes'])
})

it('saves those positions alone that a move changes', () => {
  const three = [endpoint({ id: 'a', position: 1 }), endpoint({ id: 'b', position: 2 }), endpoint({ id: 'c', position: 3 })]
  const moved = move(three, 2, 1)
  expect(moved.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  expect(changedPositions(moved)).toEqual([
    { id: 'c', version: 3, position: 2 },
    { id: 'b', version: 3, position: 3 },
  ])
})

it.each([
  ['', null],
  ['500,000', 500_000],
  ['500 000', 500_000],
  ['0', 0],
  ['-5', undefined],
  ['a lot', undefined],
])('reads the limit %j', (text, limit) => expect(parseLimit(text)).toBe(limit))

it('knows what is not set', () => {
  expect(readPreferences({ name: 'Northwind IT', time_zone: 'UTC', preferences: {} })).toEqual({ pseudonyms: 'identities', fall_back: true, tokens_a_day: null })
  const set = { pseudonyms: 'off', fall_back: false, tokens_a_day: 7 }
  expect(readPreferences({ name: 'Northwind IT', time_zone: 'UTC', preferences: set })).toEqual(set)
})

it('words days and costs', () => {
  expect(dayText('2026-11-01')).toBe('1 Nov')
  expect([null, '0', '1.2345', '0.000123'].map(costText)).toEqual(['–', '$0.00', '$1.23', '$0.00012'])
})

it('never shows a page that is not there', () => {
  const rows = Array.from({ length: PAGE + 1 }, (_, row) => row)
  expect(pageOf(rows, 9)).toEqual({ rows: [PAGE], index: 1, pages: 2 })
  expect(pageOf([], 3)).toEqual({ rows: [], index: 0, pages: 1 })
})
