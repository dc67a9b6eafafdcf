import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ShieldAlert } from 'lucide-react'
import { ApiError } from '@/api/client'
import { meQuery } from '@/api/queries'
import { buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { readInsightFilters, type InsightFilters } from './filters'
import { InsightFilterBar } from './InsightFilterBar'
import { insightsQuery } from './queries'
import { Report } from './Report'

/** What became of the account's sessions: for leads and administrators. */
export default function InsightsPage() {
  const { data: me } = useQuery(meQuery)
  if (!me) return null
  return (
    <Page title="Insights" layout="wide">
      {me.role === 'engineer' ? (
        <EmptyState
          icon={ShieldAlert}
          action={
            <Link to="/sessions" className={buttonLook('secondary')}>
              Back to your sessions
            </Link>
          }
        >
          This page is for leads and administrators of {me.account_name}. Your role is {me.role}; an administrator can change it.
        </EmptyState>
      ) : (
        <Insights />
      )}
    </Page>
  )
}

function Insights() {
  const filters = useSearch({ from: '/app/insights' })
  const navigate = useNavigate({ from: '/insights' })
  const { data, error, isPending, refetch } = useQuery({ ...insightsQuery(filters), placeholderData: (before) => before })
  const change = (part: Partial<Record<keyof InsightFilters, unknown>>) =>
    void navigate({ search: readInsightFilters({ ...filters, ...part }), replace: true })
  const ofField = error instanceof ApiError && filters.from !== undefined && ['from', 'to'].some((name) => error.fieldMessage(name))
  return (
    <>
      <InsightFilterBar filters={filters} error={error instanceof ApiError ? error : null} onChange={change} />
      {isPending && <Skeleton lines={10} label="Loading insights" />}
      {error && !ofField && <ErrorState what="The insights could not be loaded." error={error} onRetry={() => void refetch()} />}
      {data && !error && <Report insights={data} filters={filters} onLonger={() => change({ days: 90, from: undefined, to: undefined })} />}
    </>
  )
}
