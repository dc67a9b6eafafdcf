import { Inbox } from 'lucide-react'
import { ApiError } from '@/api/client'
import { Button } from '@/ui/Button'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { EmptyState, ErrorState, FormError, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import { screen } from '@testing-library/dom'
import type { Story } from '../story'

const nothing = () => undefined
const AWAY = new ApiError(503, 'database_away', 'The database does not answer. Nothing is lost; try again shortly.', 'req-7f3a')

function Crash(): never {
  throw new Error('A component of this region threw.')
}

const sayAll = async () => {
  say.done('Fact removed', { label: 'Undo', onClick: nothing })
  say.warn('Suggestion changed. Your values are kept.', { label: 'Reopen', onClick: nothing })
  say.failed('The message was not sent. It is back in the field.', AWAY)
  await screen.findByText('The message was not sent. It is back in the field.')
  // They fade in.
  await new Promise((resolve) => window.setTimeout(resolve, 500))
}

export const states: Story[] = [
  { name: 'Loading', show: () => <Skeleton label="Loading sessions" />, busy: true },
  {
    name: 'Empty',
    show: () => (
      <EmptyState icon={Inbox} action={<Button variant="primary">New session</Button>}>
        No session yet. Open one on a ticket, or describe a problem.
      </EmptyState>
    ),
  },
  { name: 'Error', show: () => <ErrorState what="The sessions could not be loaded." error={AWAY} onRetry={nothing} /> },
  { name: 'Error without a reason', show: () => <ErrorState what="The sessions could not be loaded." error={new Error('x')} /> },
  { name: 'Refusal of a form', show: () => <FormError error={new ApiError(422, 'invalid', 'The two passwords differ.')} /> },
  {
    name: 'A region that crashed',
    show: () => (
      <RegionBoundary name="The task lane">
        <Crash />
      </RegionBoundary>
    ),
  },
  { name: 'Messages', show: () => <p>Messages stand above the page.</p>, play: sayAll },
  { name: 'An address that is no page', path: '/nowhere' },
]
