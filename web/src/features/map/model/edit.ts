import type { Schemas } from '@/api/client'

export type Diagram = Schemas['DiagramOut']
export type Node = Schemas['NodeOut']
export type Edge = Schemas['EdgeOut']
export type Position = Schemas['Position']
export type NodeKind = Node['kind']
export type LinkKind = Edge['kind']
export type Status = Node['status']

/** What is drawn, and whose it is. */
export interface Edit {
  client: string
  title: string
  nodes: readonly Node[]
  edges: readonly Edge[]
}

export type Act =
  | { do: 'rename'; title?: string; client?: string }
  | { do: 'add-node'; node: Node; link?: Edge | undefined }
  | { do: 'change-node'; id: string; change: Partial<Omit<Node, 'id'>> }
  | { do: 'remove-node'; id: string }
  | { do: 'add-edge'; edge: Edge }
  | { do: 'change-edge'; id: string; change: Partial<Omit<Edge, 'id'>> }
  | { do: 'remove-edge'; id: string }
  | { do: 'move'; to: Readonly<Record<string, Position>> }
  | { do: 'arrange' }
  | { do: 'replace'; edit: Edit }

export const editOf = ({ client, title, nodes, edges }: Edit): Edit => ({ client, title, nodes, edges })

const nodeLine = (node: Node) => [node.id, node.label, node.kind, node.status, node.address, node.notes, node.position?.x, node.position?.y]
const edgeLine = (edge: Edge) => [edge.id, edge.from, edge.to, edge.label, edge.kind, edge.status]

export const isSameNode = (a: Node, b: Node) => JSON.stringify(nodeLine(a)) === JSON.stringify(nodeLine(b))
export const isSameEdge = (a: Edge, b: Edge) => JSON.stringify(edgeLine(a)) === JSON.stringify(edgeLine(b))

export const isSame = (a: Edit, b: Edit): boolean =>
  a === b ||
  (a.client === b.client &&
    a.title === b.title &&
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every((node, at) => isSameNode(node, b.nodes[at]!)) &&
    a.edges.every((edge, at) => isSameEdge(edge, b.edges[at]!)))

const changed = <T extends { id: string }>(items: readonly T[], id: string, change: Partial<Omit<NoInfer<T>, 'id'>>): T[] =>
  items.map((item) => (item.id === id ? { ...item, ...change } : item))

const joins = (edges: readonly Edge[], from: string, to: string) =>
  edges.some((edge) => (edge.from === from && edge.to === to) || (edge.from === to && edge.to === from))

/** The drawing after an act. What makes no sense changes nothing. */
export function apply(edit: Edit, act: Act): Edit {
  switch (act.do) {
    case 'rename':
      return { ...edit, title: act.title ?? edit.title, client: act.client ?? edit.client }
    case 'add-node':
      return { ...edit, nodes: [...edit.nodes, act.node], edges: act.link ? [...edit.edges, act.link] : edit.edges }
    case 'change-node':
      return { ...edit, nodes: changed(edit.nodes, act.id, act.change) }
    case 'remove-node':
      return {
        ...edit,
        nodes: edit.nodes.filter(({ id }) => id !== act.id),
        edges: edit.edges.filter(({ from, to }) => from !== act.id && to !== act.id),
      }
    case 'add-edge':
      return act.edge.from === act.edge.to || joins(edit.edges, act.edge.from, act.edge.to)
        ? edit
        : { ...edit, edges: [...edit.edges, act.edge] }
    case 'change-edge':
      return { ...edit, edges: changed(edit.edges, act.id, act.change) }
    case 'remove-edge':
      return { ...edit, edges: edit.edges.filter(({ id }) => id !== act.id) }
    case 'move':
      return { ...edit, nodes: edit.nodes.map((node) => (act.to[node.id] ? { ...node, position: act.to[node.id]! } : node)) }
    case 'arrange':
      return { ...edit, nodes: edit.nodes.map((node) => ({ ...node, position: null })) }
    case 'replace':
      return act.edit
  }
}

/** Why the drawing can't be saved yet, as a sentence. */
export function whatIsMissing({ title, client, nodes }: Edit): string | undefined {
  if (!title.trim()) return 'The diagram has no title.'
  if (!client.trim()) return 'The diagram has no client.'
  const nameless = nodes.filter(({ label }) => !label.trim()).length
  return nameless === 0 ? undefined : nameless === 1 ? 'One device has no name.' : `${nameless} devices have no name.`
}

/** An id that is not taken: n7, e12. */
export function newId(letter: 'n' | 'e', items: readonly { id: string }[]): string {
  const taken = new Set(items.map(({ id }) => id))
  let number = items.length + 1
  while (taken.has(`${letter}${number}`)) number += 1
  return `${letter}${number}`
}

export const blankNode = (edit: Edit): Node => ({
  id: newId('n', edit.nodes),
  label: 'New device',
  kind: 'other',
  status: 'unknown',
  address: null,
  notes: null,
  position: null,
})

export const blankEdge = (edit: Edit, from: string, to: string): Edge => ({
  id: newId('e', edit.edges),
  from,
  to,
  label: null,
  kind: 'wired',
  status: 'unknown',
})
