import { expect, it } from 'vitest'
import { NOBODY, textMoved, typingWords, type Present } from './sight'

const person = (name: string, doing: Present['doing'] = 'typing'): Present => ({ id: name, name, initials: name[0] ?? '', doing, tabs: 1 })
const held = (id: string, revision: number) => ({
  people: [],
  leases: [{ part: 'resolution' as const, holder: { id, name: id, initials: id }, asked_by: null, revision }],
})

it('says who types, however many', () => {
  expect(typingWords([person('Ana', 'viewing')])).toBe('')
  expect(typingWords([person('Ana'), person('Ben', 'editing_note')])).toBe('Ana is typing')
  expect(typingWords([person('Ana'), person('Ben')])).toBe('Ana and Ben are typing')
  expect(typingWords(['Ana', 'Ben', 'Cy'].map((name) => person(name)))).toBe('3 people are typing')
})

it('reads a text again when another person saved it, took it, or let it go, and not for my own saves', () => {
  expect(textMoved(held('ana', 1), held('ana', 2), 'me')).toBe(true)
  expect(textMoved(held('me', 1), held('ana', 1), 'me')).toBe(true)
  expect(textMoved(held('ana', 1), NOBODY, 'me')).toBe(true)
  expect(textMoved(held('me', 1), held('me', 2), 'me')).toBe(false)
  expect(textMoved(held('ana', 2), held('ana', 2), 'me')).toBe(false)
})
