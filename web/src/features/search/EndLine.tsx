import { CircleCheck, CircleHelp } from 'lucide-react'
import { Marked } from './Marked'
import type { FoundSession } from './queries'
import { tellEnd } from './words'

/** What fixed it, or with which question it was escalated. */
export function EndLine({ found, query = '' }: { found: FoundSession; query?: string }) {
  const { label, text } = tellEnd(found)
  const Icon = found.status === 'resolved' ? CircleCheck : CircleHelp
  return (
    <p className="flex gap-1.5 text-fg2">
      <Icon size={14} strokeWidth={2} aria-hidden className={found.status === 'resolved' ? 'mt-[3px] shrink-0 text-green-fg' : 'mt-[3px] shrink-0 text-fg3'} />
      <span className="line-clamp-3 min-w-0 break-words">
        {label && <span className="text-fg3">{label}: </span>}
        <Marked text={text} query={query} />
      </span>
    </p>
  )
}
