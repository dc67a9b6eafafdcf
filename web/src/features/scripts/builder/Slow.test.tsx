import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Slow } from './Slow'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('says nothing of what is quick, and names what takes longer than two seconds', () => {
  render(<Slow>Values are looked for.</Slow>)
  act(() => void vi.advanceTimersByTime(1_900))
  expect(screen.getByRole('status')).toBeEmptyDOMElement()
  act(() => void vi.advanceTimersByTime(1_200))
  expect(screen.getByRole('status')).toHaveTextContent('Values are looked for.')
  expect(screen.getByText('3 s')).toBeInTheDocument()
})
