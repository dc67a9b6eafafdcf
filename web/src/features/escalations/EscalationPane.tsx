import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CircleHelp, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { meQuery } from '@/api/queries'
import { reference } from '@/features/sessions/queries'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button, buttonLook } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { Markdown } from '@/ui/Markdown'
import { ErrorState, Skeleton } from '@/ui/states'
import { TermList } from '@/ui/TermList'
import { say } from '@/ui/toast'
import { HandoffLine } from './HandoffLine'
import { addressee, escalationQuery, usePickUp, type EscalationDetail } from './queries'

const ReturnDialog = lazy(() => import('./ReturnDialog'))

/** All that the next engineer needs to decide: the question, what was handed over, and what is missing from it. */
export function EscalationPane({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { data, error, isPending, refetch } = useQuery(escalationQuery(sessionId))
  if (isPending) return <Skeleton lines={8} label="Loading escalation" />
  if (error) return <ErrorState what="This escalation could not be loaded." error={error} onRetry={() => void refetch()} />
  return (
    <article aria-labelledby="escalation-title" className="flex flex-col gap-4 p-4">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-code text-fg2">
            {[data.ticket_number && reference(data.ticket_number), data.client].filter(Boolean).join(' · ') || 'No ticket linked'}
          </p>
          <h2 id="escalation-title" className="text-panel font-semibold break-words">
            {data.title}
          </h2>
        </div>
        <IconButton name="Close escalation" icon={X} onClick={onClose} />
      </header>
      <Facts escalation={data} />
      {data.question && (
        <p className="flex gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
          <CircleHelp size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 break-words whitespace-pre-wrap">{data.question}</span>
        </p>
      )}
      <Acts escalation={data} />
      <Missing sentences={data.missing} />
      <section aria-label="What was handed over" className="border-t border-line pt-3">
        <Markdown text={data.note} />
      </section>
      {data.handoffs.length > 0 && (
        <section aria-label="Handed over so far" className="flex flex-col gap-1.5 border-t border-line pt-3">
          {data.handoffs.map((one) => (
            <HandoffLine key={`${one.round} ${one.verb}`} handoff={one} />
          ))}
        </section>
      )}
    </article>
  )
}

function Facts({ escalation }: { escalation: EscalationDetail }) {
  const now = useNow()
  const rows = [
    ['Escalated', `${age(escalation.escalated_at, now)} (${moment(escalation.escalated_at)})`],
    ['By', escalation.escalated_by_name],
    ['For', addressee(escalation)],
    ['Why', escalation.reason],
  ] as const
  return <TermList rows={rows} />
}

const GONE: Record<Exclude<EscalationDetail['state'], 'waiting'>, string> = {
  picked_up: 'was picked up',
  returned: 'was returned with questions',
  reopened: 'was reopened',
}

function Acts({ escalation }: { escalation: EscalationDetail }) {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const [returning, setReturning] = useState(false)
  const { session_id: sessionId, state } = escalation
  const open = () => void navigate({ to: '/pilot/$sessionId', params: { sessionId } })
  const pickUp = usePickUp(sessionId, open)
  const look = (
    <Link to="/pilot/$sessionId" params={{ sessionId }} className={buttonLook('secondary')}>
      Look at the session
    </Link>
  )
  if (state !== 'waiting') {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="text-fg2">
          It {GONE[state]} and waits no longer.
        </p>
        {look}
      </div>
    )
  }
  const take = () =>
    pickUp.mutate(undefined, { onError: (error) => say.failed('It was not picked up.', error) })
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" idle={pickUp.isPending} onClick={take}>
        {pickUp.isPending ? 'Picking up' : 'Pick up'}
      </Button>
      {me?.user_id !== escalation.escalated_by && <Button onClick={() => setReturning(true)}>Return with questions</Button>}
      {look}
      <Suspense>
        {returning && (
          <ReturnDialog
            sessionId={sessionId}
            to={escalation.escalated_by_name}
            missing={escalation.missing}
            onClose={() => setReturning(false)}
          />
        )}
      </Suspense>
    </div>
  )
}

function Missing({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null
  return (
    <section aria-labelledby="missing" className="rounded-ctl border border-line bg-sunken px-3 py-2">
      <h3 id="missing" className="font-medium">
        What is missing
      </h3>
      <ul className="mt-1 list-disc pl-5 text-fg2">
        {sentences.map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  )
}
