import { Check, LoaderCircle } from 'lucide-react'
import { cx } from '@/lib/cx'
import type { Writeback } from '../model/types'
import { stepsOf, tell } from './words'

/** What of a posting is done, and what runs. */
export function PostingSteps({ writeback, system }: { writeback: Writeback | undefined; system: string }) {
  const { names, at } = stepsOf(writeback)
  const told = writeback && writeback.finished_at === null ? tell(writeback, system) : undefined
  return (
    <div className="flex flex-col gap-1.5 rounded-ctl bg-sunken px-3 py-2">
      <ol aria-label="Posting" className="flex flex-wrap gap-x-4 gap-y-1 text-code">
        {names.map((name, place) => (
          <li
            key={name}
            aria-current={place === at ? 'step' : undefined}
            className={cx('flex items-center gap-1.5', place === at ? 'font-semibold text-fg' : place < at ? 'text-green-fg' : 'text-fg3')}
          >
            {place < at ? (
              <Check size={14} strokeWidth={2} aria-hidden />
            ) : place === at ? (
              <LoaderCircle size={14} strokeWidth={2} aria-hidden className="motion-safe:animate-spin" />
            ) : (
              <span aria-hidden className="size-1.5 rounded-full bg-current opacity-60" />
            )}
            {name}
            {place < at && <span className="sr-only">, done</span>}
          </li>
        ))}
      </ol>
      {told?.detail && <p className="text-meta text-fg3">{told.detail}</p>}
    </div>
  )
}
