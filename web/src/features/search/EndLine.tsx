import { CircleCheck, CircleHelp, CircleMinus } from 'lucide-react'
import { cx } from '@/lib/cx'
import { Marked } from './Marked'
import type { FoundSession } from './queries'
import { tellEnd } from './words'

/** What fixed it, or with which question it was escalated. */
export function EndLine({ found, query = '' }: { found: FoundSession; query?: string }) {
  const { label, text, worked } = tellEnd(found)
  const Icon = worked ? CircleCheck : found.status === 'resolved' ? CircleMinus : CircleHelp
  return (
    <p className="flex gap-1.5 text-fg2">
      <Icon size={14} strokeWidth={2} aria-hidden className={cx('mt-[3px] shrink-0', worked ? 'text-green-fg' : 'text-fg3')} />
      <span className="line-clamp-3 min-w-0 break-words">
        {label && <span className="text-fg3">{label}: </span>}
        <Marked text={text} query={query} />
      </span>
    </p>
  )
}
