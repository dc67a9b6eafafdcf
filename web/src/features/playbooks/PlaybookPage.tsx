import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { ApiError } from '@/api/client'
import { Page } from '@/ui/Page'
import { ErrorState, Skeleton } from '@/ui/states'
import { Acts } from './Acts'
import { EditPart } from './edit/EditPart'
import { playbookQuery } from './queries'
import { ReadPart } from './ReadPart'

export default function PlaybookPage() {
  const { key } = useParams({ from: '/app/playbooks/$key' })
  const { view } = useSearch({ from: '/app/playbooks/$key' })
  const { data, error, refetch } = useQuery(playbookQuery(key))
  if (error instanceof ApiError && error.status === 404)
    return (
      <Page title="No such playbook">
        <p>It was never here, or belongs to another account.</p>
        <Link to="/playbooks" className="text-accent underline">
          Back to the playbooks
        </Link>
      </Page>
    )
  if (error && !data)
    return (
      <Page title="Playbook">
        <ErrorState what="The playbook could not be loaded." error={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!data)
    return (
      <Page title="Playbook">
        <Skeleton lines={8} label="Loading the playbook" />
      </Page>
    )
  const editing = view === 'edit' && data.source === 'account' && data.status !== 'archived'
  return (
    <Page title={data.title} layout="wide" actions={<Acts playbook={data} editing={editing} />}>
      <Link to="/playbooks" className="-mt-3 inline-flex w-fit items-center gap-1 text-code text-fg2 hover:text-fg">
        <ChevronLeft size={14} aria-hidden /> Playbooks
      </Link>
      {editing ? <EditPart key={data.key} playbook={data} /> : <ReadPart playbook={data} />}
    </Page>
  )
}
