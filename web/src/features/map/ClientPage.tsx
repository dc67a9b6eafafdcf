import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ApiError } from '@/api/client'
import { buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { DiagramView } from './DiagramView'
import { clientsQuery, diagramQuery } from './queries'

/** Not of whoever comes to look at one. */
const DiagramList = lazy(() => import('./DiagramList'))

/** One client's diagrams; with one named in the address, that one. */
export default function ClientPage() {
  const { client } = useParams({ from: '/app/map/$client' })
  const { diagram, q = '', session } = useSearch({ from: '/app/map/$client' })
  const navigate = useNavigate()
  const { data: clients } = useQuery(clientsQuery)
  if (diagram) return <OneDiagram key={diagram} diagramId={diagram} />
  return (
    <Suspense fallback={<Skeleton lines={8} label="Loading the diagrams" />}>
      <DiagramList
        client={client}
        clients={clients?.items}
        q={q}
        session={session}
        onWords={(words) =>
          void navigate({ to: '/map/$client', params: { client }, search: { ...(words && { q: words }), ...(session && { session }) }, replace: true })
        }
      />
    </Suspense>
  )
}

function OneDiagram({ diagramId }: { diagramId: string }) {
  const { data, error, refetch } = useQuery(diagramQuery(diagramId))
  if (data && !data.archived_at) return <DiagramView diagram={data} />
  const gone = data ?? (error instanceof ApiError && error.status === 404)
  return (
    <Page title={data ? data.title : gone ? 'No such diagram' : 'Network diagram'}>
      {gone && (
        <EmptyState
          action={
            <Link to="/map" className={buttonLook('primary')}>
              Go to the network diagrams
            </Link>
          }
        >
          {data ? `This diagram was archived. ${data.updated_by} saved it last.` : 'This diagram does not exist, or it belongs to another account.'}
        </EmptyState>
      )}
      {error && !gone && <ErrorState what="The diagram could not be loaded." error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton lines={8} label="Loading the diagram" />}
    </Page>
  )
}
