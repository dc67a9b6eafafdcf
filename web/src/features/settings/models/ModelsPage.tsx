import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { meQuery } from '@/api/queries'
import { useKeepFocus } from '@/features/session/useKeepFocus'
import { Page } from '@/ui/Page'
import { ErrorState, Skeleton } from '@/ui/states'
import { Budget } from './Budget'
import { EndpointList } from './EndpointList'
import { Privacy } from './Privacy'
import { modelsQuery } from './queries'

export default function ModelsPage() {
  const { data: me } = useQuery(meQuery)
  return (
    <Page title="Models">
      {me?.role === 'admin' ? (
        <Sections />
      ) : (
        me && <p className="text-fg2">Only an admin of your account can see and change its language models.</p>
      )}
    </Page>
  )
}

function Sections() {
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)
  return (
    <div ref={root} className="flex flex-col gap-4">
      <Models />
      <Privacy />
      <Budget />
    </div>
  )
}

function Models() {
  const models = useQuery(modelsQuery)
  if (models.data) return <EndpointList models={models.data} />
  if (models.error) {
    return (
      <ErrorState what="The models could not be loaded." error={models.error} onRetry={() => void models.refetch()} />
    )
  }
  return <Skeleton lines={4} label="Loading models" />
}
