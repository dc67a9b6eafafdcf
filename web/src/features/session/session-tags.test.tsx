import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { makeWhole, writeback } from './fixture'
import { SessionTags } from './SessionTags'

it('says once what the ticket and the session agree on', () => {
  const { rerender } = render(<SessionTags whole={makeWhole({ writebacks: [writeback()] }, { status: 'resolved' })} />)
  expect(screen.getAllByText('Resolved')).toHaveLength(1)
  const moved = writeback({ step: 'OVERRIDDEN', actual_status: 'On hold' })
  rerender(<SessionTags whole={makeWhole({ writebacks: [moved] }, { status: 'resolved' })} />)
  expect(screen.getByText('On hold')).toBeInTheDocument()
  expect(screen.getByText('Resolved')).toBeInTheDocument()
})
