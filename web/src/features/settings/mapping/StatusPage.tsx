import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { connectionsQuery, meQuery } from '@/api/queries'
import { useKeepFocus } from '@/features/session/useKeepFocus'
import { buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import type { Connection } from '../queries'
import { AccountDefaults } from './AccountDefaults'
import { StatusMapping } from './StatusMapping'

/** Which status a ticket gets, of all systems on one page; `?connection=` leads to one of them. */
export default function StatusPage() {
  const { data: me } = useQuery(meQuery)
  const connections = useQuery(connectionsQuery)
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)
  const isAdmin = me?.role === 'admin'
  const found = connections.data?.items ?? []
  const connectwise = found.filter(({ provider }) => provider === 'connectwise')
  return (
    <Page title="Status mapping">
      <div ref={root} className="flex flex-col gap-4">
        <p className="text-fg2">
          Which status a ticket gets once its note is posted. Where none is set, the note is posted and the ticket keeps its status.
          {me && !isAdmin && ' Only an administrator of your account can change these.'}
        </p>
        {connections.isPending && <Skeleton lines={6} label="Loading ticketing systems" />}
        {connections.error && (
          <ErrorState what="The ticketing systems could not be loaded." error={connections.error} onRetry={() => void connections.refetch()} />
        )}
        {connections.data && found.length === 0 && (
          <EmptyState
            action={
              <Link to="/settings/psa" className={buttonLook('primary')}>
                Connect a system
              </Link>
            }
          >
            No ticketing system is connected.
          </EmptyState>
        )}
        {found.map((one) => (
          <Place key={one.id} connection={one} isAdmin={isAdmin} />
        ))}
        {connectwise.length > 0 && <AccountDefaults connections={connectwise} isAdmin={isAdmin} />}
      </div>
    </Page>
  )
}

function Place({ connection, isAdmin }: { connection: Connection; isAdmin: boolean }) {
  const wanted = useSearch({ from: '/app/settings/status', select: (search) => search.connection === connection.id })
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!wanted) return
    place.current?.scrollIntoView({ block: 'start' })
    place.current?.focus()
  }, [wanted])
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label={connection.name}
      className="scroll-mt-4 rounded-card border border-line bg-surface p-4"
    >
      <StatusMapping
        connection={connection}
        isAdmin={isAdmin}
        heading={<h2 className="text-panel font-semibold break-words">{connection.name}</h2>}
      />
    </section>
  )
}
