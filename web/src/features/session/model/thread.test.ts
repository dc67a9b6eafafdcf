import { expect, it } from 'vitest'
import { news } from '../fixture'
import { makeThread } from './thread'
import type { Message } from './types'

const note = news({ id: 'note', kind: 'note', happened_at: '2026-11-24T10:00:05.700Z', created_at: '2026-11-24T10:01:00.200Z' })
const moved = news({ id: 'moved', happened_at: '2026-11-24T10:00:05Z', created_at: '2026-11-24T10:01:00.100Z' })
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id)

it('puts a reply above the change that it brought, although the change was written down first', () => {
  expect(ids(makeThread([], [], [moved, note]))).toEqual(['note', 'moved'])
})

it('puts a reply that came later below, and what is gone last', () => {
  const later = { ...note, happened_at: '2026-11-24T10:00:07Z' }
  const gone = news({ id: 'gone', kind: 'gone', happened_at: '2026-11-24T10:00:05Z', created_at: '2026-11-24T10:01:00.300Z' })
  expect(ids(makeThread([], [], [moved, later]))).toEqual(['moved', 'note'])
  expect(ids(makeThread([], [], [gone, moved]))).toEqual(['moved', 'gone'])
})

it('does not move news past what was said between', () => {
  const said = { id: 'said', role: 'user', content: 'x', created_at: '2026-11-24T10:01:00.150Z' } as Message
  expect(ids(makeThread([said], [], [moved, note]))).toEqual(['moved', 'said', 'note'])
})
