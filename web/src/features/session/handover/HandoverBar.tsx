import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { meQuery } from '@/api/queries'
import { addressee, escalationQuery, usePickUp, type EscalationDetail } from '@/features/escalations/queries'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { say } from '@/ui/toast'
import type { Whole } from '../model/types'
import { HandoverRoom, NOW, PAST } from './HandoverRoom'
import { HandoverWords } from './HandoverWords'

const ReturnDialog = lazy(() => import('@/features/escalations/ReturnDialog'))

export interface HandoverBarProps {
  session: Whole['session']
  /** It was resolved since. */
  resolved: boolean
  onHide: () => void
}

/** Where a session stands on its way between engineers: waiting, picked up with a question, or returned with some. */
export default function HandoverBar({ session, resolved, onHide }: HandoverBarProps) {
  const { data, isPending, isPlaceholderData } = useQuery({
    ...escalationQuery(session.id, `${session.status} ${session.round}`),
    placeholderData: (before) => before,
  })
  const { data: me } = useQuery(meQuery)
  const [returning, setReturning] = useState(false)
  const pickUp = usePickUp(session.id, () => say.done('The session is yours'))
  if (isPending) return <HandoverRoom />
  if (!data) return null
  // Each step began a round; one more was begun by a reopening, and the handover is history.
  const steps = data.handoffs.filter(({ round }) => round === data.round).length
  const over = resolved || (!isPlaceholderData && session.round > data.round + steps)
  const waits = data.state === 'waiting' && !over
  // Nobody returns to themselves.
  const returnable = data.state !== 'returned' && !over && me?.user_id !== data.escalated_by
  const acts = waits || returnable
  return (
    <aside aria-label="Handover" className={cx(over ? PAST : NOW, 'flex items-center gap-x-4 gap-y-2 px-4 py-2', acts && '@max-xl:flex-wrap')}>
      <HandoverWords {...tell(data, me?.user_id, over)} alone={!acts} />
      {waits && (
        <Button small variant="primary" idle={pickUp.isPending} onClick={() => pickUp.mutate(undefined, { onError: (error) => say.failed('It was not picked up.', error) })}>
          {pickUp.isPending ? 'Picking up' : 'Pick up'}
        </Button>
      )}
      {returnable && (
        <Button small onClick={() => setReturning(true)}>
          Return with questions
        </Button>
      )}
      {over && <IconButton name="Put the handover away" icon={X} onClick={onHide} />}
      <Suspense>
        {returning && (
          <ReturnDialog sessionId={session.id} to={data.escalated_by_name} missing={data.missing} onClose={() => setReturning(false)} />
        )}
      </Suspense>
    </aside>
  )
}

function tell(data: EscalationDetail, myId: string | undefined, over: boolean): { what: string; words: string | null } {
  const last = data.handoffs.at(-1)
  const words = data.state === 'returned' ? (last?.questions ?? null) : data.question
  const mine = last?.by_id === myId
  if (over) return { what: 'This handover is over.', words }
  switch (data.state) {
    case 'returned':
      return { what: mine ? 'You asked:' : `${last?.by_name} asks:`, words }
    case 'picked_up': {
      const from = data.escalated_by === myId ? (mine ? 'yourself' : 'you') : data.escalated_by_name
      return { what: `${mine ? 'You' : last?.by_name} picked this up from ${from}.`, words }
    }
    default:
      return { what: `Waits for ${data.to_user_id && data.to_user_id === myId ? 'you' : addressee(data).replace('Anybody', 'an engineer')}.`, words }
  }
}
