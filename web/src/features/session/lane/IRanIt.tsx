import { Button } from '@/ui/Button'
import { useFixes } from '../model/fixes'
import type { Fix, Whole } from '../model/types'

/** Noted once: the engineer ran it, or did it by hand. */
export function IRanIt({ whole, fix, label = 'I ran it' }: { whole: Whole; fix: Fix; label?: string }) {
  const { apply } = useFixes(whole.session.id)
  if (whole.session.status !== 'active' || fix.status !== 'proposed') return null
  return (
    <div className="flex items-center gap-3">
      <Button idle={apply.isPending || fix.applied_at !== null} onClick={() => apply.mutate(fix.id)}>
        {fix.applied_at ? 'Marked as run' : label}
      </Button>
      <span className="text-meta text-fg3">Then say below how it went.</span>
    </div>
  )
}
