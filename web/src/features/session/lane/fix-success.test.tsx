import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { FixSuccess } from './FixSuccess'

const rate = (success: number, applied: number, low: number, high: number) => ({ applied, success, failed: applied - success, partial: 0, low, high })

it('tells the customer’s experience and all of it, with what so few cases can say', () => {
  render(<FixSuccess success={{ account: rate(12, 20, 0.39, 0.78), customer: rate(7, 9, 0.45, 0.94) }} />)
  expect(screen.getByText(/Worked 7 of 9 for this customer, 12 of 20 in all\./)).toBeInTheDocument()
  expect(screen.getByText(/For this customer: Success between 45 % and 94 % with 95 % confidence; 2 failed/)).toBeInTheDocument()
})

it('claims nothing of a template that was never used', () => {
  render(<FixSuccess success={{ account: rate(0, 0, 0, 1), customer: rate(0, 0, 0, 1) }} />)
  expect(screen.getByText('Not used yet.')).toBeInTheDocument()
  expect(screen.queryByText(/between/)).toBeNull()
})

it('says of a single case that it was one, not what it may mean', () => {
  render(<FixSuccess success={{ account: rate(1, 1, 0.21, 1), customer: rate(1, 1, 0.21, 1) }} />)
  expect(screen.getByText('Worked the one time it was used, for this customer.')).toBeInTheDocument()
  expect(screen.queryByText(/between|confidence/)).toBeNull()
})
