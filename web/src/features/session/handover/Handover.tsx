import { lazy, Suspense, useState } from 'react'
import { isDone } from '../note/words'
import type { Whole } from '../model/types'
import { HandoverRoom } from './HandoverRoom'

const HandoverBar = lazy(() => import('./HandoverBar'))

type Writeback = Whole['writebacks'][number]
const wasHandedOver = ({ kind, finished_at }: Writeback) => kind === 'escalation' && finished_at !== null

/**
 * Below the messages: as it comes they give it its room, at their own end, and nothing else moves. Once there it leaves only
 * when it is put away.
 */
export function Handover({ whole: { session, writebacks } }: { whole: Whole }) {
  const last = writebacks.findLast(wasHandedOver)
  // A reopened session is told from one that is on its way without waiting for the bar's own request.
  const over = writebacks.some((one) => one.kind === 'resolution' && isDone(one) && one.round > (last?.round ?? 0))
  const wanted = last !== undefined && !over
  const [shown, setShown] = useState(wanted)
  if (wanted && !shown) setShown(true)
  if (!shown) return null
  return (
    <div className="@container mb-3 shrink-0">
      <Suspense fallback={<HandoverRoom />}>
        <HandoverBar session={session} resolved={over} onHide={() => setShown(false)} />
      </Suspense>
    </div>
  )
}
