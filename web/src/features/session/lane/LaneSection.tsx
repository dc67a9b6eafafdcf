import { ChevronDown } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { cx } from '@/lib/cx'
import { useStore } from '@/lib/store'
import { sections, type SectionId } from './sections'

export interface LaneSectionProps {
  id: SectionId
  title: string
  count?: ReactNode
  action?: ReactNode
  /** Something in it was asked for: it unfolds. */
  wanted?: boolean
  children: ReactNode
}

/** A part of the lane. Folded, it keeps all that was typed in it. */
export function LaneSection({ id, title, count, action, wanted = false, children }: LaneSectionProps) {
  const open = useStore(sections[id]) === 'open'
  useEffect(() => {
    if (wanted) sections[id].set('open')
  }, [wanted, id])
  return (
    <section id={id} tabIndex={-1} aria-labelledby={`${id}-heading`} className="px-3 py-2.5 focus-visible:-outline-offset-2 in-data-[density=compact]:py-1.5">
      <div className="flex min-h-7 items-center gap-2">
        <h2 id={`${id}-heading`} className="shrink-0 text-code font-semibold tracking-wide text-fg2">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={`${id}-body`}
            className="-ml-1 flex items-center gap-1 rounded-tag pr-1 hover:text-fg"
            onClick={() => sections[id].set(open ? 'closed' : 'open')}
          >
            <ChevronDown size={14} strokeWidth={2} aria-hidden className={cx('text-fg3', !open && '-rotate-90')} />
            {title}
          </button>
        </h2>
        {count !== undefined && <span className="truncate text-meta text-fg3 tabular-nums">{count}</span>}
        <span className="flex-1" />
        {action}
      </div>
      <div id={`${id}-body`} hidden={!open}>
        {children}
      </div>
    </section>
  )
}
