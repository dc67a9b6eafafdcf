import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FileCode2, Plus } from 'lucide-react'
import { useActions } from '@/shell/actions'
import { Button } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { USE } from '../words'
import { templatesQuery, type TemplateBrief } from '../queries'
import { useArchive } from '../useArchive'
import { DraftTable } from './DraftTable'
import { readLibraryFilters, type LibraryFilters } from './filters'
import { LibraryFilterBar } from './LibraryFilterBar'
import { LibraryTable } from './LibraryTable'

export default function LibraryPage() {
  // The router hands on what it did not know, too.
  const filters = readLibraryFilters(useSearch({ from: '/app/scripts' }))
  const navigate = useNavigate({ from: '/scripts' })
  const change = (next: LibraryFilters) => void navigate({ search: next, replace: true })
  const build = () => void navigate({ to: '/scripts/builder' })
  useActions([{ id: 'new-script', name: 'New script template', group: 'This page', keys: 'n', run: build }])
  return (
    <Page
      title="Scripts"
      layout="fill"
      actions={
        <Button variant="primary" onClick={build}>
          <Plus size={16} strokeWidth={2} aria-hidden /> New template
        </Button>
      }
    >
      <LibraryFilterBar filters={filters} onChange={change} />
      {filters.status === 'draft' ? <DraftTable /> : <Templates filters={filters} onChange={change} />}
    </Page>
  )
}

function Templates({ filters, onChange }: { filters: LibraryFilters; onChange: (next: LibraryFilters) => void }) {
  const navigate = useNavigate({ from: '/scripts' })
  const list = useInfiniteQuery(templatesQuery(filters))
  const { archive, restore } = useArchive()
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  const more = list.hasNextPage && !list.isFetchingNextPage
  const build = (search: { template?: string; copy?: string }) => void navigate({ to: '/scripts/builder', search })

  if (list.isPending) return <Skeleton lines={8} label="Loading scripts" />
  if (list.error && rows.length === 0)
    return <ErrorState what="The scripts could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
  if (rows.length === 0)
    return Object.keys(filters).length > 0 ? (
      <EmptyState icon={FileCode2} action={<Button onClick={() => onChange({})}>Clear the filters</Button>}>
        No script matches these filters.
      </EmptyState>
    ) : (
      <EmptyState icon={FileCode2}>There are no templates. Make one, or bring archived ones back.</EmptyState>
    )
  return (
    <>
      <p role="status" className="-my-2 text-meta text-fg3">
        {total === 1 ? '1 template' : `${total} templates`}
      </p>
      <LibraryTable
        rows={rows}
        onEnd={more ? () => void list.fetchNextPage() : undefined}
        onTag={(tag) => onChange(readLibraryFilters({ ...filters, tag }))}
        onUse={(one: TemplateBrief) => void navigate({ to: '/scripts/$templateId', params: { templateId: one.id }, hash: USE })}
        onEdit={(one: TemplateBrief) => build({ template: one.id })}
        onCopy={(one: TemplateBrief) => build({ copy: one.id })}
        onArchive={(one: TemplateBrief) => archive.mutate({ id: one.id, title: one.title })}
        onRestore={(one: TemplateBrief) => restore.mutate(one.id)}
      />
    </>
  )
}
