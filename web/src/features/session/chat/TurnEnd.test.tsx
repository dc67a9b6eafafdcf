import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { answer } from '../fixture'
import type { Message } from '../model/types'
import { AnswerWait } from './AnswerWait'
import { TurnEnd, TurnNotice } from './TurnEnd'

const ended = (status: 'complete' | 'failed' | 'running', values: Partial<NonNullable<Message['turn']>>): Message => {
  const told = answer('m2', status, 'Is it on?')
  return { ...told, turn: told.turn && { ...told.turn, ...values } }
}

it('tells why another assistant answered, and asks the model again', () => {
  const retry = vi.fn()
  const notice = 'Claude refused the key. The playbook assistant answers instead.'
  render(<TurnNotice message={ended('complete', { notice })} onRetry={retry} />)
  expect(screen.getByText(notice)).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Try the model again' }))
  expect(retry).toHaveBeenCalledExactlyOnceWith('turn-m2')
})

it('tells what failed in the server’s words', () => {
  const error_detail = 'The connection to Claude broke in the middle of the answer.'
  render(<TurnEnd message={ended('failed', { error: 'model_cut_off', error_detail })} onRetry={vi.fn()} />)
  expect(screen.getByText(error_detail)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible()
})

it('offers no other try of an answer that is not the newest', () => {
  render(<TurnEnd message={ended('failed', {})} onRetry={undefined} />)
  expect(screen.getByText('This answer was cut off.')).toBeVisible()
  expect(screen.queryByRole('button')).toBeNull()
})

it('tells of a suggestion that was not taken, with one Retry', () => {
  render(<TurnEnd message={ended('complete', { unnonced_blocks: 1 })} onRetry={vi.fn()} />)
  expect(screen.getByText(/The assistant tried to suggest a fix/)).toBeVisible()
  expect(screen.getAllByRole('button', { name: 'Retry' })).toHaveLength(1)
})

it('says nothing of an answer that is still written', () => {
  const { container } = render(<TurnEnd message={ended('running', { unnonced_blocks: 1, notice: 'x' })} onRetry={vi.fn()} />)
  expect(container).toBeEmptyDOMElement()
})

it('names whom an answer waits for: a model by its name, the embedded one as what it is', () => {
  vi.useFakeTimers()
  const { rerender } = render(<AnswerWait author="Claude" />)
  expect(screen.getByText('Writing')).toBeVisible()
  act(() => void vi.advanceTimersByTime(3_000))
  expect(screen.getByText('Waiting for Claude, 3 s')).toBeVisible()
  rerender(<AnswerWait author="Playbook assistant" />)
  expect(screen.getByText('Waiting for the playbook assistant, 3 s')).toBeVisible()
  vi.useRealTimers()
})
