import type { Edge, Edit, LinkKind, Node, NodeKind, Position, Status } from './edit'

const FORMAT = 'resolvent-network-diagram'
const KINDS: readonly NodeKind[] = ['internet', 'firewall', 'router', 'switch', 'access_point', 'server', 'workstation', 'printer', 'storage', 'cloud', 'phone', 'other']
const STATUSES: readonly Status[] = ['ok', 'warning', 'down', 'unknown']
const LINKS: readonly LinkKind[] = ['wired', 'wireless', 'vpn', 'wan']
const MOST = { nodes: 500, edges: 1_000, label: 120, address: 200, notes: 1_000, place: 100_000 }
const ID = /^[A-Za-z0-9_-]{1,64}$/

export const writeFile = (edit: Edit): string =>
  JSON.stringify({ format: FORMAT, version: 1, client: edit.client, title: edit.title, nodes: edit.nodes, edges: edit.edges }, null, 2)

export interface FoundInFile {
  edit: Edit
  /** What of the file could not be used, a sentence each. */
  left: string[]
}

type Members = Record<string, unknown>
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)
const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((one) => one === value)

function text(value: unknown, most: number): string | null {
  const said = typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll('\0', '').trim() : ''
  return said ? said.slice(0, most) : null
}
const line = (value: unknown, most: number) => text(typeof value === 'string' ? value.replace(/\s+/g, ' ') : value, most)

function place(value: unknown): Position | null {
  if (!isObject(value)) return null
  const { x, y } = value
  const fits = (one: unknown): one is number => typeof one === 'number' && Math.abs(one) <= MOST.place
  return fits(x) && fits(y) ? { x, y } : null
}

/** Reads an exported file, ours or one that is like it. Throws a sentence when there is no diagram in it. */
export function readFile(content: string): FoundInFile {
  let whole: unknown
  try {
    whole = JSON.parse(content)
  } catch {
    throw new Error('This file is not JSON. Choose one that was exported from a network diagram.')
  }
  if (!isObject(whole) || !Array.isArray(whole.nodes)) throw new Error('There is no diagram in this file: it has no list named “nodes”.')
  const left: string[] = []
  const nodes = readNodes(whole.nodes, left)
  const edges = readEdges(Array.isArray(whole.edges) ? whole.edges : [], new Set(nodes.map(({ id }) => id)), left)
  return { edit: { client: line(whole.client, 300) ?? '', title: line(whole.title, MOST.label) ?? 'Imported diagram', nodes, edges }, left }
}

function readNodes(given: readonly unknown[], left: string[]): Node[] {
  const nodes = new Map<string, Node>()
  given.slice(0, MOST.nodes).forEach((one, at) => {
    const id = isObject(one) ? text(one.id, 100) : null
    if (!isObject(one) || !id || !ID.test(id)) return left.push(`Device ${at + 1}: it has no usable id.`)
    if (nodes.has(id)) return left.push(`Device ${at + 1}: the id ${id} is taken by another device.`)
    const label = line(one.label, MOST.label) ?? id
    const [kind, status] = [oneOf(KINDS, one.kind), oneOf(STATUSES, one.status)]
    if (!kind) left.push(one.kind === undefined ? `${label}: it has no kind; it becomes “Other”.` : `${label}: the kind ${said(one.kind)} is not known; it becomes “Other”.`)
    if (!status && one.status !== undefined) left.push(`${label}: the status ${said(one.status)} is not known; it becomes “Unknown”.`)
    for (const name of ['label', 'address', 'notes'] as const) {
      if (typeof one[name] === 'string' && one[name].trim().length > MOST[name]) left.push(`${label}: ${name} cut to ${MOST[name]} characters.`)
    }
    return nodes.set(id, { id, label, kind: kind ?? 'other', status: status ?? 'unknown', address: line(one.address, MOST.address), notes: text(one.notes, MOST.notes), position: place(one.position) })
  })
  if (given.length > MOST.nodes) left.push(`${given.length - MOST.nodes} more devices: a diagram has at most ${MOST.nodes}.`)
  return [...nodes.values()]
}

const said = (value: unknown) => (typeof value === 'string' ? `“${value.slice(0, 40)}”` : 'given')

function readEdges(given: readonly unknown[], known: ReadonlySet<string>, left: string[]): Edge[] {
  const edges = new Map<string, Edge>()
  given.slice(0, MOST.edges).forEach((one, at) => {
    const [from, to] = isObject(one) ? [text(one.from, 100), text(one.to, 100)] : [null, null]
    if (!isObject(one) || !from || !to || !known.has(from) || !known.has(to)) return left.push(`Link ${at + 1}: one of its ends is not in the file.`)
    if (from === to) return left.push(`Link ${at + 1}: it joins a device with itself.`)
    const own = text(one.id, 100)
    const id = own && ID.test(own) && !edges.has(own) ? own : freeId(edges)
    const [kind, status] = [oneOf(LINKS, one.kind), oneOf(STATUSES, one.status)]
    if (!kind && one.kind !== undefined) left.push(`Link ${at + 1}: the kind ${said(one.kind)} is not known; it becomes “Wired”.`)
    return edges.set(id, { id, from, to, label: line(one.label, MOST.label), kind: kind ?? 'wired', status: status ?? 'unknown' })
  })
  if (given.length > MOST.edges) left.push(`${given.length - MOST.edges} more links: a diagram has at most ${MOST.edges}.`)
  return [...edges.values()]
}

function freeId(taken: ReadonlyMap<string, unknown>): string {
  let number = taken.size + 1
  while (taken.has(`e${number}`)) number += 1
  return `e${number}`
}
