import { Graph, layout as arrange } from '@dagrejs/dagre'
import type { Position } from './edit'

export const WIDTH = 184
export const HEIGHT = 56
const GAP = 24
/** Leaves of one device from which they stand in a block, not in one endless row. */
const BLOCK = 4

export interface Shape {
  nodes: readonly { id: string; position: Position | null }[]
  edges: readonly { from: string; to: string }[]
}

export type Places = Record<string, Position>

/** Where each node stands: as it was put, else by layers; what nothing is linked to stands in rows below. */
export function layout({ nodes, edges }: Shape): Places {
  const automatic = arrangeAll(nodes.map(({ id }) => id), edges)
  const places: Places = {}
  for (const { id, position } of nodes) if (position) places[id] = position
  for (const { id, position } of nodes) if (!position) places[id] = freeSpot(automatic[id] ?? { x: 0, y: 0 }, Object.values(places))
  return places
}

const overlaps = (a: Position, b: Position) => Math.abs(a.x - b.x) < WIDTH + GAP / 2 && Math.abs(a.y - b.y) < HEIGHT + GAP / 2

/** The nearest place below that nothing stands on. */
export function freeSpot(wanted: Position, taken: readonly Position[]): Position {
  let spot = wanted
  while (taken.some((one) => overlaps(one, spot))) spot = { x: spot.x, y: spot.y + HEIGHT + GAP }
  return spot
}

interface Manner {
  rankdir: 'TB' | 'LR'
  /** Of a block: how much wider than high. */
  wide: number
}

const MANNERS: readonly Manner[] = (['TB', 'LR'] as const).flatMap((rankdir) => [0.6, 1.5, 3].map((wide) => ({ rankdir, wide })))
/** Width to height of a window. */
const WINDOW = 1.4
/** Devices outside of blocks, from which trying every manner would take too long. */
const MANY = 120

const columnsOf = (size: number, wide: number) => Math.ceil(Math.sqrt(size * wide))

/** Places in a block, from its upper left corner. */
function inBlock(ids: readonly string[], corner: Position, wide: number): [string, Position][] {
  const columns = columnsOf(ids.length, wide)
  return ids.map((id, at) => [
    id,
    { x: corner.x + (at % columns) * (WIDTH + GAP), y: corner.y + Math.floor(at / columns) * (HEIGHT + GAP) },
  ])
}

function blockSize(size: number, wide: number) {
  const columns = columnsOf(size, wide)
  return { width: columns * (WIDTH + GAP) - GAP, height: Math.ceil(size / columns) * (HEIGHT + GAP) - GAP }
}

type Beside = ReadonlyMap<string, ReadonlySet<string>>

/** Device → the leaves of it that are drawn as one block. */
function findBlocks(beside: Beside): Map<string, string[]> {
  const leaves = new Map<string, string[]>()
  for (const [id, others] of beside) {
    const [only] = others
    if (others.size === 1 && only !== undefined && (beside.get(only)?.size ?? 0) > 1) leaves.set(only, [...(leaves.get(only) ?? []), id])
  }
  return new Map([...leaves].filter(([, ids]) => ids.length >= BLOCK))
}

function findBeside(ids: readonly string[], edges: Shape['edges']): Beside {
  const beside = new Map(ids.map((id) => [id, new Set<string>()]))
  for (const { from, to } of edges) {
    beside.get(from)?.add(to)
    beside.get(to)?.add(from)
  }
  return beside
}

/** In the manner that fills a window best. */
function arrangeAll(ids: readonly string[], edges: Shape['edges']): Places {
  const beside = findBeside(ids, edges)
  const blocks = findBlocks(beside)
  const inBlocks = new Set([...blocks.values()].flat())
  const single = ids.filter((id) => !inBlocks.has(id) && (beside.get(id)?.size ?? 0) > 0)
  const alone = ids.filter((id) => beside.get(id)?.size === 0)
  const lines = edges.filter(({ from, to }) => !inBlocks.has(from) && !inBlocks.has(to))
  const tried = (blocks.size === 0 || single.length > MANY ? MANNERS.filter(({ wide }) => wide === 1.5) : MANNERS).map((manner) =>
    arrangeIn(manner, single, lines, blocks),
  )
  const best = tried.reduce((a, b) => (needs(b) < needs(a) * 0.9 ? b : a))
  const { bottom } = bounds(best)
  const below = inBlock(alone, { x: 0, y: bottom === 0 ? 0 : bottom + GAP * 3 }, 1.5)
  return { ...best, ...Object.fromEntries(below) }
}

function arrangeIn({ rankdir, wide }: Manner, single: readonly string[], lines: Shape['edges'], blocks: Map<string, string[]>): Places {
  const graph = new Graph()
  graph.setGraph({ rankdir, nodesep: GAP * 1.5, ranksep: GAP * 3 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const id of single) graph.setNode(id, { width: WIDTH, height: HEIGHT })
  for (const { from, to } of lines) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to)
  for (const [id, leaves] of blocks) {
    graph.setNode(blockName(id), blockSize(leaves.length, wide))
    graph.setEdge(id, blockName(id))
  }
  arrange(graph)
  const corner = (name: string) => {
    const { x, y, width, height } = graph.node(name) as Record<'x' | 'y' | 'width' | 'height', number>
    return { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }
  }
  return Object.fromEntries([
    ...single.map((id) => [id, corner(id)] as const),
    ...[...blocks].flatMap(([id, leaves]) => inBlock(leaves, corner(blockName(id)), wide)),
  ])
}

// A blank is in no id.
const blockName = (id: string) => `leaves of ${id}`

function bounds(places: Places) {
  const all = Object.values(places)
  return { right: Math.max(0, ...all.map(({ x }) => x + WIDTH)), bottom: Math.max(0, ...all.map(({ y }) => y + HEIGHT)) }
}

/** How wide a window it takes. */
function needs(places: Places): number {
  const { right, bottom } = bounds(places)
  return Math.max(right, bottom * WINDOW)
}
