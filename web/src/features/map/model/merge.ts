import { isSameEdge, isSameNode, type Edge, type Edit, type Node } from './edit'

const byId = <T extends { id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]))

/** Theirs, with what was changed, added and removed here since `base` on top. */
function mergeItems<T extends { id: string }>(base: readonly T[], mine: readonly T[], theirs: readonly T[], same: (a: T, b: T) => boolean): T[] {
  const [before, here] = [byId(base), byId(mine)]
  const isMine = (item: T) => {
    const was = before.get(item.id)
    return !was || !same(was, item)
  }
  const kept = theirs.flatMap((item) => {
    const own = here.get(item.id)
    if (own) return [isMine(own) ? own : item]
    return before.has(item.id) ? [] : [item]
  })
  const there = byId(theirs)
  return [...kept, ...mine.filter((item) => !there.has(item.id) && isMine(item))]
}

/** Both drawings in one: where both changed the same device or link, mine stays. No link is left without its ends. */
export function merge(base: Edit, mine: Edit, theirs: Edit): Edit {
  const nodes = mergeItems<Node>(base.nodes, mine.nodes, theirs.nodes, isSameNode)
  const there = new Set(nodes.map(({ id }) => id))
  return {
    client: mine.client === base.client ? theirs.client : mine.client,
    title: mine.title === base.title ? theirs.title : mine.title,
    nodes,
    edges: mergeItems<Edge>(base.edges, mine.edges, theirs.edges, isSameEdge).filter(({ from, to }) => there.has(from) && there.has(to)),
  }
}

export interface Difference {
  what: string
  mine: string
  theirs: string
}

const FIELDS = ['label', 'kind', 'status', 'address', 'notes'] as const
const tell = (node: Node) => FIELDS.map((name) => node[name]).filter(Boolean).join(', ')

/** What two drawings say differently, a row each; where things stand is not worth a row. */
export function differences(mine: Edit, theirs: Edit): Difference[] {
  const rows: Difference[] = []
  for (const [what, here, there] of [['Title', mine.title, theirs.title], ['Client', mine.client, theirs.client]] as const) {
    if (here !== there) rows.push({ what, mine: here, theirs: there })
  }
  const [here, there] = [byId(mine.nodes), byId(theirs.nodes)]
  for (const id of new Set([...here.keys(), ...there.keys()])) {
    const [a, b] = [here.get(id), there.get(id)]
    const [said, heard] = [a ? tell(a) : 'not there', b ? tell(b) : 'not there']
    if (said !== heard) rows.push({ what: `Device ${(a ?? b)?.label}`, mine: said, theirs: heard })
  }
  const name = (edit: Edit, id: string) => edit.nodes.find((node) => node.id === id)?.label ?? id
  const line = (edge: Edge | undefined) =>
    edge ? [edge.kind, edge.label, edge.status].filter(Boolean).join(', ') : 'not there'
  const [links, others] = [byId(mine.edges), byId(theirs.edges)]
  for (const id of new Set([...links.keys(), ...others.keys()])) {
    const [a, b] = [links.get(id), others.get(id)]
    const [said, heard] = [line(a), line(b)]
    const [edit, one] = a ? [mine, a] : [theirs, b!]
    if (said !== heard) rows.push({ what: `Link ${name(edit, one.from)} – ${name(edit, one.to)}`, mine: said, theirs: heard })
  }
  return rows
}
