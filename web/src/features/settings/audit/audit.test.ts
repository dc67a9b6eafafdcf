import { expect, it } from 'vitest'
import { exportPath, readAuditFilters, sessionIn, toQuery } from './filters'
import { actOf, changesOf } from './words'

const ID = '01a20e53-0000-7000-8000-000000000031'

it('takes from the address only what is a filter', () => {
  expect(readAuditFilters({ who: ID, kind: 'user', session: ID, from: '2026-11-01', to: '2026-11-28' })).toEqual({
    who: ID,
    kind: 'user',
    session: ID,
    from: '2026-11-01',
    to: '2026-11-28',
  })
  expect(readAuditFilters({ who: 'x', kind: 'User;', session: 7, from: '2026-13-45', to: '' })).toEqual({})
})

it('asks for whole days of the reader', () => {
  const { since, until } = toQuery({ from: '2026-11-28', to: '2026-11-28' })
  expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(24 * 3_600_000)
  expect(new Date(since ?? '').getHours()).toBe(0)
  expect(exportPath({})).toBe('/api/v1/audit/export')
  expect(exportPath({ kind: 'user' })).toBe('/api/v1/audit/export?kind=user')
})

it('finds a session in the address of its page', () => {
  expect(sessionIn(` https://desk.example/pilot/${ID}?panel=draft#fact-2`)).toBe(ID)
  expect(sessionIn(ID.toUpperCase())).toBe(ID)
  expect(sessionIn('the printing one')).toBeUndefined()
})

it('tells what changed, member by member, and leaves out what stayed', () => {
  expect(
    changesOf({
      before: { role: 'lead', name: 'Mara', settings: { url: 'https://a.example', queue: 'A' }, disabled: false },
      after: { role: 'admin', name: 'Mara', settings: { url: 'https://a.example', queue: 'B' }, disabled: true },
    }),
  ).toEqual([
    { name: 'role', before: 'lead', after: 'admin' },
    { name: 'settings, queue', before: 'A', after: 'B' },
    { name: 'disabled', before: 'no', after: 'yes' },
  ])
  expect(changesOf({ before: null, after: { secret_set_at: null, rules: [] } })).toEqual([
    { name: 'secret set at', before: undefined, after: 'nothing' },
    { name: 'rules', before: undefined, after: 'none' },
  ])
})

it('tells a code in words and of a hash its beginning, and leaves names alone', () => {
  const hash = 'a9403adb246f'.padEnd(64, '0')
  expect(changesOf({ before: { status: 'proposed' }, after: { status: 'applied_success', text_hash: hash, name: 'srv_print' } })).toEqual([
    { name: 'status', before: 'proposed', after: 'applied success' },
    { name: 'text hash', before: undefined, after: 'a9403adb246f…' },
    { name: 'name', before: undefined, after: 'srv_print' },
  ])
})

it('tells how many findings of a note were acknowledged, and of a check that it was to do', () => {
  const after = { acknowledged: ['5832c5327369b2ac', '0832c5327369b2ac'], status: 'done' }
  expect(changesOf({ before: { status: 'todo' }, after })).toEqual([
    { name: 'status', before: 'to do', after: 'done' },
    { name: 'acknowledged', before: undefined, after: '2 findings' },
  ])
  expect(changesOf({ before: null, after: { acknowledged: ['5832c5327369b2ac'] } })[0]?.after).toBe('1 finding')
})

it('reads an act that it does not know', () => {
  expect(actOf('user.sign_in')).toBe('signed in')
  expect(actOf('robot.new_act')).toBe('robot: new act')
})
