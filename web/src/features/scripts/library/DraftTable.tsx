import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FilePen } from 'lucide-react'
import { cx } from '@/lib/cx'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { buttonLook } from '@/ui/Button'
import { DataTable, ROW_MAIN, ROW_TITLE, type Column } from '@/ui/DataTable'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { draftsQuery, type DraftBrief } from '../queries'
import { LANGUAGES } from '../words'

/** Templates in the making, of everyone at this desk. */
export function DraftTable() {
  const list = useInfiniteQuery(draftsQuery)
  const now = useNow()
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const more = list.hasNextPage && !list.isFetchingNextPage
  if (list.isPending) return <Skeleton lines={6} label="Loading drafts" />
  if (list.error && rows.length === 0)
    return <ErrorState what="The drafts could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
  if (rows.length === 0)
    return (
      <EmptyState icon={FilePen} action={<Link to="/scripts/builder" className={buttonLook()}>New template</Link>}>
        No draft is open. A session’s script becomes one with “Save as draft template”.
      </EmptyState>
    )
  const columns: Column<DraftBrief>[] = [
    {
      header: 'Title',
      main: true,
      cell: ({ id, title }) => (
        <Link
          {...ROW_MAIN}
          to="/scripts/builder/$draftId"
          params={{ draftId: id }}
          className={cx(ROW_TITLE, 'font-medium')}
        >
          {title || 'Untitled'}
        </Link>
      ),
    },
    { header: 'Language', cell: ({ language }) => LANGUAGES[language].name, className: 'max-md:hidden' },
    { header: 'Parameters', cell: ({ parameters }) => parameters, className: 'max-md:hidden' },
    { header: 'Becomes', cell: (draft) => (draft.edits_template_id ? 'A new version' : 'A new template'), className: 'max-sm:hidden' },
    { header: 'By', cell: ({ updated_by: by }) => by, className: 'max-md:hidden' },
    {
      header: 'Changed',
      cell: ({ updated_at: at }) => (
        <time dateTime={at} title={moment(at)}>
          {age(at, now)}
        </time>
      ),
    },
  ]
  const count = `${rows.length}${list.hasNextPage ? ' or more' : ''}`
  return (
    <>
      <p role="status" className="-my-2 text-meta text-fg3">
        {rows.length === 1 ? '1 draft' : `${count} drafts`}
      </p>
      <DataTable label="Draft templates" columns={columns} rows={rows} getKey={({ id }) => id} onEnd={more ? () => void list.fetchNextPage() : undefined} />
    </>
  )
}
