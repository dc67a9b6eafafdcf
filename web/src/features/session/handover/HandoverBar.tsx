import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { meQuery } from '@/api/queries'
import { addressee, escalationQuery, usePickUp, type EscalationDetail } from '@/features/escalations/queries'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { say } from '@/ui/toast'
import type { Whole } from '../model/types'
import { HandoverRoom, ROOM } from './HandoverRoom'
import { HandoverWords } from './HandoverWords'

const ReturnDialog = lazy(() => import('@/features/escalations/ReturnDialog'))

/** Where a session stands on its way between engineers: waiting, picked up with a question, or returned with some. */
export default function HandoverBar({ session }: { session: Whole['session'] }) {
  const { data, isPending } = useQuery(escalationQuery(session.id, `${session.status} ${session.round}`))
  const { data: me } = useQuery(meQuery)
  const [returning, setReturning] = useState(false)
  const pickUp = usePickUp(session.id, () => say.done('The session is yours'))
  if (isPending) return <HandoverRoom />
  if (!data) return null
  // Each step began a round; one more was begun by a reopening, and the handover is history.
  const steps = data.handoffs.filter(({ round }) => round === data.round).length
  if (session.round > data.round + steps) return null
  const waits = data.state === 'waiting'
  const told = tell(data, me?.user_id)
  if (!told) return null
  return (
    <aside ref={tellHeight} aria-label="Handover" className={cx(ROOM, 'flex items-center gap-x-4 gap-y-2 px-4 py-2 text-amber-fg max-sm:flex-wrap')}>
      <HandoverWords {...told} alone={data.state === 'returned'} />
      {waits && (
        <Button small variant="primary" idle={pickUp.isPending} onClick={() => pickUp.mutate(undefined, { onError: (error) => say.failed('It was not picked up.', error) })}>
          {pickUp.isPending ? 'Picking up' : 'Pick up'}
        </Button>
      )}
      {data.state !== 'returned' && (
        <Button small onClick={() => setReturning(true)}>
          Return with questions
        </Button>
      )}
      <Suspense>
        {returning && (
          <ReturnDialog sessionId={session.id} to={data.escalated_by_name} missing={data.missing} onClose={() => setReturning(false)} />
        )}
      </Suspense>
    </aside>
  )
}

/** What the page says in passing stands below the bar, not over the question in it. */
function tellHeight(bar: HTMLElement) {
  const { style } = document.documentElement
  const watch = new ResizeObserver(() => style.setProperty('--handover', `${bar.offsetHeight}px`))
  watch.observe(bar)
  return () => {
    watch.disconnect()
    style.removeProperty('--handover')
  }
}

function tell(data: EscalationDetail, myId: string | undefined): { what: string; words: string | null } | undefined {
  const last = data.handoffs.at(-1)
  switch (data.state) {
    case 'waiting':
      return { what: `Waits for ${addressee(data).replace('Anybody', 'an engineer')}.`, words: data.question }
    case 'picked_up': {
      const whose = last?.by_id === myId ? 'You picked this up' : `${last?.by_name} picked this up`
      return { what: `${whose} from ${data.escalated_by_name}.`, words: data.question }
    }
    case 'returned':
      return { what: `${last?.by_name} asks:`, words: last?.questions ?? null }
    default:
      return undefined
  }
}
