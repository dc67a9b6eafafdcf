import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { ApiError } from '@/api/client'
import { buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { wholeQuery } from './model/whole'
import { SessionView } from './SessionView'

export default function SessionPage() {
  const { sessionId } = useParams({ from: '/app/pilot/$sessionId' })
  const { data: whole, error, refetch } = useQuery(wholeQuery(sessionId))
  // Its first drawing is the largest: React does it in pieces, between which keys and taps are taken.
  const here = useDeferredValue(whole !== undefined)
  if (whole && here) return <SessionView key={sessionId} whole={whole} />
  if (error instanceof ApiError && error.status === 404) return <Gone />
  if (error) {
    return (
      <Page title="Session">
        <ErrorState what="The session could not be loaded." error={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-3xl outline-none">
      <h1 className="sr-only">Session</h1>
      <Skeleton lines={8} label="Loading the session" />
    </main>
  )
}

const Gone = () => (
  <Page title="No such session">
    <EmptyState
      action={
        <Link to="/sessions" className={buttonLook('primary')}>
          Go to your sessions
        </Link>
      }
    >
      This session does not exist, or it belongs to another account.
    </EmptyState>
  </Page>
)
