import { useQuery } from '@tanstack/react-query'
import { Monitor } from 'lucide-react'
import { useRef } from 'react'
import { useKeepFocus } from '@/features/session/useKeepFocus'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { say } from '@/ui/toast'
import { Card } from '../Card'
import { signInsQuery, useEndSignIn, type SignIn } from './queries'

/** Where one is signed in, the one that asks first. */
export function SignIns() {
  const list = useQuery(signInsQuery)
  const end = useEndSignIn()
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)
  const items = list.data?.items.toSorted((one, other) => Number(other.current) - Number(one.current)) ?? []
  const others = items.some(({ current }) => !current)
  const endOthers = () => end.mutate(undefined, { onSuccess: () => say.done('You are signed out everywhere else.') })
  return (
    <div ref={root}>
      <Card
        title="Where you are signed in"
        actions={
          others && (
            <Button idle={end.isPending} onClick={endOthers}>
              Sign out elsewhere
            </Button>
          )
        }
      >
        {list.isPending && <Skeleton lines={2} label="Loading your sign-ins" />}
        {list.error && (
          <ErrorState what="Your sign-ins could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
        )}
        {items.length > 0 && (
          <ul aria-label="Your sign-ins" className="divide-y divide-line">
            {items.map((one) => (
              <Row key={one.id} signIn={one} onEnd={() => end.mutate(one.id)} />
            ))}
          </ul>
        )}
        <FormError error={end.error} />
      </Card>
    </div>
  )
}

function Row({ signIn, onEnd }: { signIn: SignIn; onEnd: () => void }) {
  const now = useNow()
  const name = signIn.browser ?? 'A browser that does not say what it is'
  const since = `since ${moment(signIn.created_at)}`
  return (
    <li className="flex flex-wrap items-center gap-3 py-2 first:pt-0 last:pb-0">
      <Monitor size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-fg3" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {name} {signIn.current && <Tag tone="green">This one</Tag>}
        </p>
        <p className="text-meta text-fg3">
          {since}
          {signIn.last_used_at && `, last used ${age(signIn.last_used_at, now)}`}
        </p>
      </div>
      {!signIn.current && (
        <Button small aria-label={`Sign out ${name}, ${since}`} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  )
}
