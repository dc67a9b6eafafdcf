import { Link } from '@tanstack/react-router'
import { buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState } from '@/ui/states'

export function NotFoundPage() {
  return (
    <Page title="Nothing here">
      <EmptyState
        action={
          <Link to="/sessions" className={buttonLook('primary')}>
            Go to your sessions
          </Link>
        }
      >
        There is no page at this address. It may have been moved, or the link was cut off.
      </EmptyState>
    </Page>
  )
}
