import { PencilLine } from 'lucide-react'
import { Button } from '@/ui/Button'
import type { DraftLease } from './useDraftLease'

const BAR = 'flex flex-wrap items-center gap-2 border-b border-line bg-sunken px-4 py-2'

/** Who edits this draft, and what is asked of whom. `save` runs before it is handed over. */
export function LeaseBar({ lease, save }: { lease: DraftLease; save: () => Promise<boolean> }) {
  const { holder, asker, askedByMe, mayTake, busy, act } = lease
  if (asker) {
    return (
      <div role="alert" className={BAR}>
        <p className="min-w-40 flex-1 font-medium">{asker.name} asks to take over</p>
        <Button small idle={busy} onClick={() => void save().then(() => act('give'))}>
          Hand over
        </Button>
        <Button small idle={busy} onClick={() => act('keep')}>
          Keep
        </Button>
      </div>
    )
  }
  if (!holder) return null
  return (
    <div role="status" className={BAR}>
      <p className="flex min-w-40 flex-1 items-center gap-2 font-medium">
        <PencilLine size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-fg2" />
        {holder.name} is editing
      </p>
      {askedByMe && !mayTake && <span className="text-fg2">Asked. Without an answer you can take it over in 30 seconds.</span>}
      {!askedByMe && (
        <Button small idle={busy} onClick={() => act('ask')}>
          Ask to take over
        </Button>
      )}
      {mayTake && (
        <Button small idle={busy} onClick={() => act('take')}>
          Take over
        </Button>
      )}
    </div>
  )
}
