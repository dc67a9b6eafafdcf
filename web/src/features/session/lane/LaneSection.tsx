import type { ReactNode } from 'react'

export interface LaneSectionProps {
  id: string
  title: string
  count?: ReactNode
  action?: ReactNode
  children: ReactNode
}

export function LaneSection({ id, title, count, action, children }: LaneSectionProps) {
  return (
    <section id={id} tabIndex={-1} aria-labelledby={`${id}-heading`} className="px-3 py-2.5 focus-visible:-outline-offset-2">
      <div className="flex min-h-7 items-center gap-2">
        <h2 id={`${id}-heading`} className="text-code font-semibold tracking-wide text-fg2">
          {title}
        </h2>
        {count !== undefined && <span className="text-meta text-fg3 tabular-nums">{count}</span>}
        <span className="flex-1" />
        {action}
      </div>
      {children}
    </section>
  )
}
