import { Info } from 'lucide-react'
import type { ReactNode } from 'react'

/** A quiet word on something that went another way than asked, with what can be done about it. */
export function InfoLine({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-ctl border border-line bg-sunken px-3 py-1.5 text-fg2">
      <p className="flex min-w-48 flex-1 gap-2">
        <Info size={14} strokeWidth={2} aria-hidden className="mt-[3px] shrink-0" />
        <span className="min-w-0 break-words">{children}</span>
      </p>
      {action}
    </div>
  )
}
