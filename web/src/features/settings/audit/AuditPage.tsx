import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { usersQuery } from '@/api/queries'
import { Button, buttonLook } from '@/ui/Button'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { AdminPage } from '../nav/AdminPage'
import { AuditFilterBar } from './AuditFilterBar'
import { AuditRow } from './AuditRow'
import { exportPath, readAuditFilters, type AuditFilters } from './filters'
import { auditQuery } from './queries'

export default function AuditPage() {
  const filters = useSearch({ from: '/app/settings/audit' })
  return (
    <AdminPage
      title="Audit"
      actions={
        <a href={exportPath(filters)} download="audit.csv" className={buttonLook('secondary')}>
          <Download size={16} strokeWidth={1.75} aria-hidden /> Download as CSV
        </a>
      }
    >
      <Audit filters={filters} />
    </AdminPage>
  )
}

function Audit({ filters }: { filters: AuditFilters }) {
  const navigate = useNavigate({ from: '/settings/audit' })
  const { data: users } = useQuery(usersQuery)
  const list = useInfiniteQuery(auditQuery(filters))
  const people = users?.items ?? []
  const entries = list.data?.pages.flatMap((page) => page.items)
  const change = (part: Partial<Record<keyof AuditFilters, string | undefined>>) =>
    void navigate({ search: readAuditFilters({ ...filters, ...part }), replace: true })
  return (
    <>
      <p className="text-fg2">Who did what, the newest first. Entries are kept as they are: nobody can change or delete one.</p>
      <AuditFilterBar filters={filters} people={people} onChange={change} onClear={() => void navigate({ search: {}, replace: true })} />
      {list.isPending && <Skeleton lines={8} label="Loading the audit" />}
      {list.error && (
        <ErrorState what="The audit could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
      )}
      {entries?.length === 0 && (
        <EmptyState>{Object.keys(filters).length > 0 ? 'Nothing was recorded that fits.' : 'Nothing was recorded yet.'}</EmptyState>
      )}
      {entries && entries.length > 0 && (
        <ol aria-label="Audit entries" className="divide-y divide-line rounded-card border border-line bg-surface">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} people={people} onSession={(session) => change({ session })} />
          ))}
        </ol>
      )}
      {list.hasNextPage && (
        <Button className="self-center" idle={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading' : 'Show older entries'}
        </Button>
      )}
    </>
  )
}
