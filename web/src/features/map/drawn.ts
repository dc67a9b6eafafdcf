import type { Edge as FlowEdge } from '@xyflow/react'
import type { FlowNode } from './DeviceNode'

/** What is drawn. What did not change stays the same object: of hundreds of devices only those are drawn anew that look different. */
export class Drawn {
  nodes: FlowNode[] = []
  edges: FlowEdge[] = []

  next(nodes: FlowNode[], edges: FlowEdge[]): this {
    this.nodes = keepSame(this.nodes, nodes)
    this.edges = keepSame(this.edges, edges)
    return this
  }
}

/** All of it is plain data, in one order. */
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function keepSame<T extends { id: string }>(before: T[], now: T[]): T[] {
  const held = new Map(before.map((one) => [one.id, one]))
  const kept = now.map((one) => {
    const old = held.get(one.id)
    return old && isSame(old, one) ? old : one
  })
  return kept.length === before.length && kept.every((one, at) => one === before[at]) ? before : kept
}
