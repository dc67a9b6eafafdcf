import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import { Card } from '../Card'
import { UnsavedGuard } from '../models/UnsavedGuard'
import { daysOf, LEAST } from './days'
import { WouldDelete } from './WouldDelete'

type Stored = Schemas['RetentionOut']
const KEY = ['retention']

/** How long resolved sessions are kept, and what would be deleted by then. */
export function Retention() {
  const stored = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/account/retention', { signal })),
  })
  if (stored.data) return <RetentionForm key={stored.data.version} stored={stored.data} />
  return stored.error ? (
    <ErrorState what="The time to keep sessions could not be loaded." error={stored.error} onRetry={() => void stored.refetch()} />
  ) : (
    <Skeleton lines={3} label="Loading the time to keep sessions" />
  )
}

function useSetRetention() {
  const cache = useQueryClient()
  return useMutation<Stored, ApiError, { days: number | null; version: number }>({
    mutationFn: (body) => unwrap(http.PUT('/api/v1/account/retention', { body })),
    onSuccess: (next) => {
      say.done(next.days === null ? 'Resolved sessions are kept for good.' : `Resolved sessions are kept for ${next.days} days.`)
      cache.setQueryData(KEY, next)
    },
  })
}

function RetentionForm({ stored }: { stored: Stored }) {
  const cache = useQueryClient()
  const change = useSetRetention()
  const before = stored.days === null ? '' : String(stored.days)
  const [text, setText] = useState(before)
  const [wrong, setWrong] = useState<string>()
  const look = useMutation<Schemas['WouldDelete'], ApiError, number>({
    mutationFn: (days) => unwrap(http.GET('/api/v1/account/retention/preview', { params: { query: { days } } })),
  })
  const read = () => {
    const days = daysOf(text)
    setWrong(days === undefined ? `Type a whole number of days, ${LEAST} or more.` : undefined)
    return days
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const days = read()
    if (days !== undefined && !change.isPending) change.mutate({ days, version: stored.version })
  }
  const ask = () => {
    const days = read()
    if (days === null) setWrong('Type days to see what would be deleted.')
    else if (days !== undefined && !look.isPending) look.mutate(days)
  }
  return (
    <Card
      title="Resolved sessions"
      description="Deleted once a day when they are past their time, with their messages, files and notes kept here. Active and escalated ones stay, and what stands on tickets stays."
    >
      <form onSubmit={submit} className="flex flex-wrap items-start gap-2 max-sm:flex-col">
        <TextField
          label="Days to keep them after they were closed"
          inputMode="numeric"
          placeholder="For good"
          hint={`At least ${LEAST}. Empty: for good.`}
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={wrong ?? change.error?.fieldMessage('days')}
        />
        <Button className="sm:mt-6" idle={look.isPending} onClick={ask}>
          What would be deleted
        </Button>
        <Button type="submit" variant="primary" className="sm:mt-6" idle={change.isPending}>
          {change.isPending ? 'Saving' : 'Save'}
        </Button>
        <UnsavedGuard dirty={text.trim() !== before && !change.isPending} />
      </form>
      {change.error?.errors.length === 0 && <FormError error={change.error} />}
      {change.error?.status === 412 && (
        <Button className="self-start" onClick={() => void cache.invalidateQueries({ queryKey: KEY })}>
          Show what is stored now
        </Button>
      )}
      {look.error && <FormError error={look.error} />}
      <div role="status">{look.data && <WouldDelete would={look.data} />}</div>
      {stored.ran_on && (
        <p className="text-fg2">
          Last run on {stored.ran_on}: {stored.deleted.sessions ?? 0} sessions were deleted.
        </p>
      )}
    </Card>
  )
}
