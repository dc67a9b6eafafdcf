import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { connectionsQuery, meQuery } from '@/api/queries'
import { useKeepFocus } from '@/features/session/useKeepFocus'
import { Button } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { ErrorState, Skeleton } from '@/ui/states'
import { ConnectionCard } from './ConnectionCard'
import { AccountDefaults } from './mapping/AccountDefaults'
import { providersQuery, type Connection } from './queries'

const ConnectionDialog = lazy(() => import('./connection-form/ConnectionDialog'))

export default function PsaPage() {
  const { data: me } = useQuery(meQuery)
  const connections = useQuery(connectionsQuery)
  const providers = useQuery(providersQuery)
  const [editing, setEditing] = useState<Connection | 'new'>()
  const [saved, setSaved] = useState<Connection>()
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)
  const isAdmin = me?.role === 'admin'
  const kinds = providers.data?.items ?? []
  const kindOf = ({ provider }: Connection) => kinds.find(({ name }) => name === provider)
  const connection = editing === 'new' ? undefined : editing
  const [first, ...more] = connection ? kinds.filter((kind) => kind === kindOf(connection)) : kinds
  const found = connections.data?.items ?? []
  const connectwise = found.filter(({ provider }) => provider === 'connectwise')
  const failed = connections.error ?? providers.error
  return (
    <Page
      title="Ticketing systems"
      actions={
        isAdmin && (
          <Button variant="primary" idle={kinds.length === 0} onClick={() => setEditing('new')}>
            <Plus size={16} strokeWidth={2} aria-hidden /> Connect a system
          </Button>
        )
      }
    >
      <div ref={root} className="flex flex-col gap-4">
        {me && !isAdmin && <p className="text-fg2">Only an admin of your account can change these.</p>}
        {(connections.isPending || providers.isPending) && <Skeleton lines={6} label="Loading ticketing systems" />}
        {failed && (
          <ErrorState
            what="The ticketing systems could not be loaded."
            error={failed}
            onRetry={() => void Promise.all([connections.refetch(), providers.refetch()])}
          />
        )}
        {providers.data &&
          found.map((one) => (
            <ConnectionCard
              key={one.id}
              connection={one}
              provider={kindOf(one)}
              isAdmin={isAdmin}
              isNew={one.id === saved?.id && one.version === saved.version}
              onChange={() => setEditing(one)}
            />
          ))}
        {connectwise.length > 0 && <AccountDefaults connections={connectwise} isAdmin={isAdmin} />}
      </div>
      <Suspense>
        {editing && first && (
          <ConnectionDialog
            providers={[first, ...more]}
            connection={connection}
            onClose={() => setEditing(undefined)}
            onSaved={setSaved}
          />
        )}
      </Suspense>
    </Page>
  )
}
