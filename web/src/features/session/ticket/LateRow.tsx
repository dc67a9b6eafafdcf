import { TriangleAlert } from 'lucide-react'
import { moment } from '@/lib/time'
import type { Writeback } from '../model/types'
import { tellLate } from '../note/words'

/** Found some time after the note was posted and proven: others moved the ticket since. */
export function LateRow({ writeback, system }: { writeback: Writeback; system: string }) {
  const at = writeback.late_change?.at
  return (
    <article
      data-row
      tabIndex={-1}
      aria-label="Change of the ticket after posting"
      className="flex items-start gap-2 rounded-ctl bg-amber-bg px-3 py-2 text-amber-fg"
    >
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0 break-words">
        {tellLate(writeback, system)} {at && <time dateTime={at} className="text-meta">{moment(at)}</time>}
      </p>
    </article>
  )
}
