import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { meQuery } from '@/api/queries'
import { cx } from '@/lib/cx'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { TaskLane, type TaskLaneProps } from './lane/TaskLane'
import { LaneEdge, type LaneEdgeProps } from './LaneEdge'
import type { Kind } from './model/types'
import { ConcludeSlot } from './note/ConcludeSlot'
import { NoteDialogs } from './note/NoteDialogs'
import { keepPassedBy } from './note/passed-by'
import { Keys } from './note/posting'
import { NotePanel } from './parts'
import type { useRegions } from './useRegions'

export interface LaneRegionProps extends Omit<TaskLaneProps, 'onSuccess'>, LaneEdgeProps {
  regions: ReturnType<typeof useRegions>
  system: string
  ticketUrl: string | undefined
  /** Of the note that is open. */
  kind: Kind | undefined
  onKind: (kind: Kind | undefined) => void
  onReopen: () => void
  reopening: boolean
}

/** The right side: the lane that scrolls, the way to conclude that never does, and the note above both. */
export function LaneRegion(props: LaneRegionProps) {
  const { regions, system, ticketUrl, kind, onKind, onReopen, reopening, width, onWidth, ...lane } = props
  const { whole } = lane
  const { tab, laneOpen, laneSeen } = regions
  const [keys] = useState(() => new Keys())
  const resolve = useRef<HTMLButtonElement>(null)
  const { data: me } = useQuery(meQuery)
  useEffect(() => keepPassedBy(whole, me), [whole, me])
  const closeNote = (focus: 'resolve' | 'conclude') => {
    onKind(undefined)
    window.setTimeout(() => (focus === 'resolve' ? resolve.current : document.getElementById('conclude'))?.focus())
  }
  return (
    <aside
      aria-label="Task lane"
      {...regions.follow('lane')}
      className={cx(
        'relative flex min-h-0 shrink-0 flex-col border-line bg-surface lane:w-(--lane) lane:border-l',
        tab === 'lane' && 'max-lane:flex-1',
        !laneOpen && 'lane:hidden',
      )}
    >
      <LaneEdge width={width} onWidth={onWidth} />
      <div className={cx('min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]', tab !== 'lane' && 'max-lane:hidden')}>
        {laneSeen && <TaskLane {...lane} onSuccess={() => resolve.current?.focus()} />}
      </div>
      <RegionBoundary name="The way to the note">
        <ConcludeSlot
          {...{ whole, system, ticketUrl, onReopen, reopening }}
          open={kind}
          onOpen={(next) => !keys.waiting && onKind(next === kind ? undefined : next)}
          resolveRef={resolve}
        />
        <NoteDialogs whole={whole} onOpen={onKind} />
      </RegionBoundary>
      {kind && (
        <RegionBoundary name="The note" key={`${kind}.${whole.session.round}`}>
          <NotePanel
            {...{ whole, kind, keys, system, ticketUrl, onKind, onReopen, reopening }}
            onClose={() => closeNote('resolve')}
            onDone={() => closeNote('conclude')}
          />
        </RegionBoundary>
      )}
    </aside>
  )
}
