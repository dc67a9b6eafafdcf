import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { percent } from '@/lib/percent'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import { Card } from '../Card'
import { parseLimit } from './preferences'
import { usageQuery, useChangePreferences } from './queries'
import { UnsavedGuard } from './UnsavedGuard'
import { count } from './usage'
import { UsageTable } from './UsageTable'

/** How much may be used a day, and what was. */
export function Budget() {
  const usage = useQuery(usageQuery)
  if (usage.error && !usage.data) {
    return <ErrorState what="The use could not be loaded." error={usage.error} onRetry={() => void usage.refetch()} />
  }
  if (!usage.data) return <Skeleton lines={4} label="Loading the use" />
  const { tokens_today: today, tokens_a_day: limit, days } = usage.data
  return (
    <Card title="Budget and use">
      <Today today={today} limit={limit} />
      <LimitForm key={String(limit)} limit={limit} />
      <UsageTable days={days} />
    </Card>
  )
}

function Today({ today, limit }: { today: number; limit: number | null }) {
  if (limit === null) return <p>{count(today)} tokens today, no limit.</p>
  const part = limit > 0 ? Math.min(today / limit, 1) : 1
  const spent = today >= limit
  return (
    <div className="flex flex-col gap-1">
      <p>
        {count(today)} of {count(limit)} tokens today ({percent(part)}).
        {spent && <span className="font-medium text-red-fg"> The budget is spent: no model is asked until midnight.</span>}
      </p>
      <div
        role="meter"
        aria-label="Tokens used today"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={`${count(today)} of ${count(limit)} tokens`}
        className="h-2 overflow-clip rounded-full border border-ctl bg-sunken"
      >
        <div className={spent ? 'h-full bg-red-fg' : 'h-full bg-accent'} style={{ width: `${part * 100}%` }} />
      </div>
    </div>
  )
}

function LimitForm({ limit }: { limit: number | null }) {
  const change = useChangePreferences()
  const stored = limit === null ? '' : count(limit)
  const [text, setText] = useState(stored)
  const [wrong, setWrong] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const tokens = parseLimit(text)
    setWrong(tokens === undefined ? 'This is not a whole number of tokens, as in 500,000.' : undefined)
    if (tokens === undefined || change.isPending) return
    const done = tokens === null ? 'There is no limit any more.' : `The limit is ${count(tokens)} tokens a day.`
    change.mutate({ tokens_a_day: tokens }, { onSuccess: () => say.done(done) })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-2 max-sm:flex-col">
      <TextField
        label="Tokens a day"
        inputMode="numeric"
        placeholder="No limit"
        hint="Read and written together, by the account’s clock. Empty: no limit."
        value={text}
        onChange={({ target }) => setText(target.value)}
        error={wrong ?? change.error?.fieldMessage('preferences.tokens_a_day')}
      />
      <Button type="submit" className="sm:mt-6" idle={change.isPending}>
        {change.isPending ? 'Saving' : 'Save'}
      </Button>
      {change.error?.errors.length === 0 && <FormError error={change.error} />}
      <UnsavedGuard dirty={text !== stored && !change.isPending} />
    </form>
  )
}
