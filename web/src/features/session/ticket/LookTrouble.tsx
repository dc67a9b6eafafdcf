import { moment } from '@/lib/time'
import { InfoLine } from '../InfoLine'
import type { Looks } from '../model/types'

/** Said only while the ticket can't be read: what is shown of it may be old. */
export function LookTrouble({ looks }: { looks: Looks | null }) {
  if (!looks?.failing_since) return null
  const last = looks.looked_at ? `The ticket was last read ${moment(looks.looked_at)}` : 'The ticket has not been read again yet'
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pb-2">
      <InfoLine>
        {last}; reading it has failed since {moment(looks.failing_since)}. {looks.error}
      </InfoLine>
    </div>
  )
}
