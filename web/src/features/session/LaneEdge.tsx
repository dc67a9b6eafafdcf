import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { local } from '@/lib/local'

const LANE = { least: 360, usual: 440, most: 640 } as const
const STEP = 24

const clamp = (width: number) => Math.round(Math.min(LANE.most, Math.max(LANE.least, width)))

export interface LaneEdgeProps {
  width: number
  onWidth: (width: number) => void
}

/** The lane's left edge: dragged, moved with the arrows, Home and End, set back by Enter or a double click. */
export function LaneEdge({ width, onWidth }: LaneEdgeProps) {
  const from = useRef<{ x: number; width: number }>(undefined)
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width }
  }
  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (from.current) onWidth(clamp(from.current.width + from.current.x - clientX))
  }
  const onPointerUp = () => {
    from.current = undefined
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted: Record<string, number> = {
      ArrowLeft: width + STEP,
      ArrowRight: width - STEP,
      Home: LANE.least,
      End: LANE.most,
      Enter: LANE.usual,
    }
    const next = wanted[event.key]
    if (next === undefined) return
    event.preventDefault()
    onWidth(clamp(next))
  }
  return (
    // A separator with a value is a control (ARIA), which these rules don't know.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the task lane"
      aria-valuenow={width}
      aria-valuemin={LANE.least}
      aria-valuemax={LANE.most}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-line focus-visible:bg-accent max-lane:hidden"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onWidth(LANE.usual)}
    />
  )
}

/** In px; remembered in this browser. */
export function useLaneWidth() {
  const [width, setWidth] = useState(() => clamp(Number(local.read('lane-width')) || LANE.usual))
  const set = (next: number) => {
    setWidth(next)
    local.write('lane-width', String(next))
  }
  return [width, set] as const
}
