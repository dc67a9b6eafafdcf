import { useState } from 'react'
import { Button } from '@/ui/Button'
import { useFixes } from '../model/fixes'
import type { Fix, Whole } from '../model/types'
import { taken } from './kept'

/** Whether the fix's script was copied or downloaded: what was not taken was not run. */
export function useTaken(fix: Fix) {
  const [done, setDone] = useState(() => taken.has(fix.id))
  const take = () => {
    taken.add(fix.id)
    setDone(true)
  }
  return [done, take] as const
}

export interface IRanItProps {
  whole: Whole
  fix: Fix
  /** What comes before was done. */
  ready: boolean
  label?: string
}

/** Noted once: the engineer ran it, or did it by hand. */
export function IRanIt({ whole, fix, ready, label = 'I ran it' }: IRanItProps) {
  const { apply } = useFixes(whole.session.id)
  if (whole.session.status !== 'active' || fix.status !== 'proposed') return null
  if (!ready && !fix.applied_at) return <p className="text-meta text-fg3">Next: take the script along, run it, then say below how it went.</p>
  // What is asked next may lie below what the lane shows.
  const onSuccess = () => fix.superseded_at === null && document.getElementById('outcome')?.scrollIntoView({ block: 'nearest' })
  return (
    <div className="flex items-center gap-3">
      <Button idle={apply.isPending || fix.applied_at !== null} onClick={() => apply.mutate(fix.id, { onSuccess })}>
        {fix.applied_at ? 'Marked as run' : label}
      </Button>
      <span className="text-meta text-fg3">Then say below how it went.</span>
    </div>
  )
}
