import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { MASK } from './words'

/** Where masks stand for secrets that nobody can bring back: said, with what can be done about it. */
export function MaskHint({ script, children }: { script: string; children: ReactNode }) {
  if (!script.includes(MASK)) return null
  return (
    <div className="flex items-start gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-code text-amber-fg">
      <EyeOff size={16} strokeWidth={1.75} aria-hidden className="mt-px shrink-0" />
      <p className="min-w-0 flex-1">
        {MASK} stands in place of secrets, which are not kept. {children}
      </p>
    </div>
  )
}
