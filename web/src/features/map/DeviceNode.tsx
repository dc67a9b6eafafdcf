import { Handle, Position as Side, useStore, type Edge as FlowEdge, type Node, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { cx } from '@/lib/cx'
import type { Edge, Node as Device, Position } from './model/edit'
import { finds } from './model/find'
import { HEIGHT, WIDTH } from './model/layout'
import { KINDS, STATUSES, tellLine, tellNode } from './words'

export type FlowNode = Node<{ device: Device; faded: boolean }, 'device'>

const SIDES = { t: Side.Top, r: Side.Right, b: Side.Bottom, l: Side.Left }
type SideName = keyof typeof SIDES
const PLACES: Record<SideName, Position> = { t: { x: WIDTH / 2, y: 0 }, r: { x: WIDTH, y: HEIGHT / 2 }, b: { x: WIDTH / 2, y: HEIGHT }, l: { x: 0, y: HEIGHT / 2 } }
const NAMES = Object.keys(SIDES) as SideName[]
// Told beforehand, so that nothing is measured and the lines are there at once.
const HANDLES = NAMES.map((id) => ({ id, type: 'source' as const, position: SIDES[id], ...PLACES[id], width: 1, height: 1 }))
const SIZE = { width: WIDTH, height: HEIGHT }

const LOOKS: Record<Device['status'], string> = { ok: 'text-green-fg', warning: 'text-amber-fg', down: 'text-red-fg', unknown: 'text-fg3' }
const BOXES: Record<Device['status'], string> = {
  ok: 'border-ctl bg-surface',
  warning: 'border-amber-bd bg-amber-bg',
  down: 'border-red-fg bg-red-bg',
  unknown: 'border-ctl bg-surface',
}
/** Zoom below which only names can be read, and only when they are large. */
const FAR = 0.45

export const DeviceNode = memo(function DeviceNode({ data: { device, faded }, selected }: NodeProps<FlowNode>) {
  const { label, kind, status, address } = device
  const { icon: Kind } = KINDS[kind]
  const { icon: Mark, label: said } = STATUSES[status]
  const far = useStore((store) => store.transform[2] < FAR)
  return (
    <div
      className={cx(
        'flex h-full items-center gap-2 rounded-card border px-2.5',
        BOXES[status],
        selected && 'shadow-[0_0_0_2px_var(--accent)]',
        faded && 'opacity-35',
      )}
    >
      {far ? (
        <>
          <Mark size={28} strokeWidth={2} aria-hidden className={cx('shrink-0', LOOKS[status])} />
          <p className="truncate text-[24px] font-medium">{label}</p>
        </>
      ) : (
        <>
          <Kind size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-fg2" />
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium">{label || 'Without a name'}</p>
            <p className="flex items-center gap-1 text-meta text-fg2">
              <Mark size={12} strokeWidth={2} aria-hidden className={cx('shrink-0', LOOKS[status])} />
              <span className={LOOKS[status]}>{said}</span>
              {address && <span className="truncate font-mono">{address}</span>}
            </p>
          </div>
        </>
      )}
      {NAMES.map((id) => (
        <Handle key={id} id={id} type="source" position={SIDES[id]} />
      ))}
    </div>
  )
})

export const flowNode = (device: Device, position: Position, { chosen, stop, find }: { chosen: boolean; stop: boolean; find: string }): FlowNode => ({
  id: device.id,
  type: 'device',
  position,
  data: { device, faded: find !== '' && !finds(device, find) },
  selected: chosen,
  // One stop for the Tab key; J and K go on from there.
  domAttributes: { tabIndex: stop ? 0 : -1 },
  ariaLabel: tellNode(device),
  ariaRole: 'group',
  measured: SIZE,
  handles: HANDLES,
  ...SIZE,
})

/** The sides that look at each other. */
export function sidesOf(from: Position, to: Position): [SideName, SideName] {
  const [right, down] = [to.x - from.x, to.y - from.y]
  if (Math.abs(down) < HEIGHT) return right > 0 ? ['r', 'l'] : ['l', 'r']
  return down > 0 ? ['b', 't'] : ['t', 'b']
}

export function flowEdge(edge: Edge, at: (id: string) => Position, chosen: boolean): FlowEdge {
  const [sourceHandle, targetHandle] = sidesOf(at(edge.from), at(edge.to))
  return {
    id: edge.id,
    source: edge.from,
    target: edge.to,
    sourceHandle,
    targetHandle,
    selected: chosen,
    label: tellLine(edge),
    className: `map-${edge.kind} map-${edge.status}`,
  }
}
