import { beforeEach, expect, it, vi } from 'vitest'
import { canUndo, forgetActs, forgetRow, remember, rememberAct, undoLast } from './undo'

beforeEach(forgetActs)

it('takes back one act after another, each once', () => {
  const done: string[] = []
  const first = remember(() => done.push('first'))
  remember(() => done.push('second'))
  undoLast()
  undoLast()
  undoLast()
  first()
  expect(done).toEqual(['second', 'first'])
  expect(canUndo()).toBe(false)
})

it('keeps one act a row, since undoing the one before would redo', () => {
  const older = vi.fn()
  const newer = vi.fn()
  remember(older, 'check-1')
  remember(newer, 'check-1')
  undoLast()
  undoLast()
  expect(newer).toHaveBeenCalledOnce()
  expect(older).not.toHaveBeenCalled()
})

it('forgets a row that was put back by its own button', () => {
  const undo = vi.fn()
  remember(undo, 'check-1')
  forgetRow('check-1')
  undoLast()
  expect(undo).not.toHaveBeenCalled()
})

it('takes back what is still on its way, once it is stored', async () => {
  const undo = vi.fn()
  let answer: (back: () => void) => void = () => undefined
  rememberAct(new Promise<() => void>((resolve) => (answer = resolve)))
  undoLast()
  expect(undo).not.toHaveBeenCalled()
  answer(undo)
  await vi.waitFor(() => expect(undo).toHaveBeenCalledOnce())
  expect(canUndo()).toBe(false)
})

it('has nothing to take back of what was refused', async () => {
  rememberAct(Promise.reject(new Error('refused')))
  expect(canUndo()).toBe(true)
  await vi.waitFor(() => expect(canUndo()).toBe(false))
})
