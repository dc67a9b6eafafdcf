import { act, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { say } from './toast'
import { ToastHost } from './ToastHost'

afterEach(() => void vi.useRealTimers())

it('is there once the page has come to rest', async () => {
  vi.useFakeTimers()
  render(<ToastHost />)
  expect(screen.queryByLabelText('Messages')).toBeNull()
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  vi.useRealTimers()
  expect(await screen.findByLabelText('Messages')).toBeInTheDocument()
})

it('shows a message that comes before that', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  render(<ToastHost />)
  act(() => say.done('Fact removed.'))
  vi.useRealTimers()
  expect(await screen.findByText('Fact removed.')).toBeInTheDocument()
})
