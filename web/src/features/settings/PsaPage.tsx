import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { connectionsQuery, meQuery } from '@/api/queries'
import { Button } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { ErrorState, Skeleton } from '@/ui/states'
import { ConnectionCard } from './ConnectionCard'

const AddConnection = lazy(() => import('./AddConnection'))

export default function PsaPage() {
  const { data: me } = useQuery(meQuery)
  const connections = useQuery(connectionsQuery)
  const [adding, setAdding] = useState(false)
  const isAdmin = me?.role === 'admin'
  return (
    <Page
      title="Ticketing systems"
      actions={
        isAdmin && (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus size={16} strokeWidth={2} aria-hidden /> Connect Request Tracker
          </Button>
        )
      }
    >
      {!isAdmin && <p className="text-fg2">Only an admin of your account can change these.</p>}
      {connections.isPending && <Skeleton lines={6} label="Loading ticketing systems" />}
      {connections.error && (
        <ErrorState
          what="The ticketing systems could not be loaded."
          error={connections.error}
          onRetry={() => void connections.refetch()}
        />
      )}
      {connections.data?.items.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} isAdmin={isAdmin} />
      ))}
      <Suspense>{adding && <AddConnection onClose={() => setAdding(false)} />}</Suspense>
    </Page>
  )
}
