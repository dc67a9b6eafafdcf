import type { Schemas } from '@/api/client'
import { moment } from '@/lib/time'
import { duration } from './times'

/** Who took it up or gave it back, after how long, with which questions. */
export function HandoffLine({ handoff }: { handoff: Schemas['HandoffOut'] }) {
  const { verb, by_name, waited_seconds, created_at, questions } = handoff
  return (
    <div className="text-code text-fg2">
      <p>
        {verb === 'pickup' ? 'Picked up' : 'Returned'} by <span className="font-medium text-fg">{by_name}</span> after{' '}
        {duration(waited_seconds)} · <time dateTime={created_at}>{moment(created_at)}</time>
      </p>
      {questions && <p className="mt-0.5 break-words whitespace-pre-wrap text-fg">{questions}</p>}
    </div>
  )
}
