import { describe, expect, it } from 'vitest'
import type { Message } from '../model/types'
import { hintOf } from './hint'
import { countLines, linesSince } from './lines'
import { targetOf } from './useFollow'

describe('how far the conversation scrolls by itself', () => {
  it.each([
    ['to the end, where no answer is written', 900, 100, undefined, 900],
    ['to the end of an answer that fits', 300, 250, 400, 300],
    ['not past the first line of one that does not fit', 900, 300, 400, 388],
    ['never back up', 900, 500, 400, 500],
  ])('%s', (_, end, at, answerTop, target) => {
    expect(targetOf(end, at, answerTop)).toBe(target)
  })
})

it.each([
  ['', 0],
  ['one', 1],
  ['one\n\n two \n', 2],
  ['\n \n', 0],
  ['a\nb\nc', 3],
])('counts the lines of %j', (text, count) => {
  expect(countLines(text)).toBe(count)
})

it('counts no older messages that are loaded later', () => {
  const messages = [{ id: '1', content: 'a\nb' }, { id: '2', content: 'c' }] as Message[]
  expect(linesSince(messages, '2')).toBe(1)
  expect(linesSince(messages, '')).toBe(3)
})

describe('the line under the field', () => {
  const nothing = { uploading: false, typed: false, unsaved: false, sendsWith: 'enter' } as const
  it.each([
    [nothing, 'Enter sends'],
    [{ ...nothing, sendsWith: 'mod-enter' } as const, 'Ctrl+Enter sends'],
    [{ ...nothing, typed: true, unsaved: true }, 'Draft kept here'],
    [{ ...nothing, typed: true }, 'Draft saved'],
    [{ ...nothing, typed: true, uploading: true }, 'Files are on their way'],
  ])('of %j is %s', (typed, short) => {
    expect(hintOf(typed).short).toBe(short)
  })
})
