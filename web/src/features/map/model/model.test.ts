import { expect, it } from 'vitest'
import { flowEdge, flowNode } from '../DeviceNode'
import { Drawn } from '../drawn'
import { apply, blankEdge, blankNode, isSame, whatIsMissing, type Edge, type Edit, type Node } from './edit'
import { readFile, writeFile } from './file'
import { begin, step } from './history'
import { HEIGHT, layout, WIDTH } from './layout'
import { differences, merge } from './merge'

const node = (id: string, values: Partial<Node> = {}): Node => ({ id, label: id.toUpperCase(), kind: 'switch', status: 'ok', address: null, notes: null, position: null, ...values })
const edge = (id: string, from: string, to: string, values: Partial<Edge> = {}): Edge => ({ id, from, to, label: null, kind: 'wired', status: 'unknown', ...values })
const DRAWN: Edit = { client: 'ACME', title: 'HQ', nodes: [node('a'), node('b'), node('c')], edges: [edge('e1', 'a', 'b'), edge('e2', 'b', 'c')] }

it('takes a device’s links with it, and brings all back', () => {
  const after = step(begin(DRAWN), { do: 'remove-node', id: 'b' })
  expect(after.present.nodes.map(({ id }) => id)).toEqual(['a', 'c'])
  expect(after.present.edges).toEqual([])
  expect(step(after, { do: 'undo' }).present).toBe(DRAWN)
  expect(step(step(after, { do: 'undo' }), { do: 'redo' }).present).toBe(after.present)
})

it('draws no link twice and none to itself', () => {
  expect(apply(DRAWN, { do: 'add-edge', edge: edge('e9', 'b', 'a') })).toBe(DRAWN)
  expect(apply(DRAWN, { do: 'add-edge', edge: edge('e9', 'a', 'a') })).toBe(DRAWN)
  expect(apply(DRAWN, { do: 'add-edge', edge: edge('e9', 'a', 'c') }).edges).toHaveLength(3)
})

it('takes typing in one field back as one step, and the next field as another', () => {
  let history = begin(DRAWN)
  for (const label of ['S', 'SW', 'SW-9']) history = step(history, { do: 'change-node', id: 'a', change: { label } })
  history = step(history, { do: 'change-node', id: 'a', change: { address: '10.0.0.9' } })
  expect(history.past).toHaveLength(2)
  history = step(history, { do: 'undo' })
  expect(history.present.nodes[0]).toMatchObject({ label: 'SW-9', address: null })
  expect(step(history, { do: 'undo' }).present).toBe(DRAWN)
})

it('gives new devices and links ids that are free', () => {
  const crowded: Edit = { ...DRAWN, nodes: [node('n2'), node('x')], edges: [edge('e2', 'n2', 'x')] }
  expect(blankNode(crowded).id).toBe('n3')
  expect(blankEdge(crowded, 'n2', 'x').id).toBe('e3')
})

it('says what keeps a drawing from being saved', () => {
  expect(whatIsMissing(DRAWN)).toBeUndefined()
  expect(whatIsMissing({ ...DRAWN, client: ' ' })).toBe('The diagram has no client.')
  expect(whatIsMissing({ ...DRAWN, nodes: [node('a', { label: ' ' }), node('b', { label: '' })] })).toBe('2 devices have no name.')
})

it('merges what both changed: mine on top of theirs, and no link without its ends', () => {
  const mine: Edit = { ...DRAWN, nodes: [node('a', { status: 'down' }), node('b'), node('c'), node('d')], edges: [...DRAWN.edges, edge('e3', 'c', 'd')] }
  const theirs: Edit = { ...DRAWN, title: 'Head office', nodes: [node('a', { status: 'warning' }), node('b', { label: 'Core' })], edges: [edge('e1', 'a', 'b')] }
  const merged = merge(DRAWN, mine, theirs)
  expect(merged.title).toBe('Head office')
  expect(merged.nodes.map(({ id, label, status }) => [id, label, status])).toEqual([['a', 'A', 'down'], ['b', 'Core', 'ok'], ['d', 'D', 'ok']])
  expect(merged.edges.map(({ id }) => id)).toEqual(['e1'])
  expect(merge(DRAWN, DRAWN, theirs)).toEqual(theirs)
  expect(isSame(merge(DRAWN, mine, DRAWN), mine)).toBe(true)
})

it('names each difference once, and places not at all', () => {
  const theirs: Edit = { ...DRAWN, nodes: [node('a', { status: 'down', position: { x: 1, y: 1 } }), node('b', { position: { x: 9, y: 9 } })], edges: [edge('e1', 'a', 'b')] }
  expect(differences(DRAWN, theirs).map(({ what }) => what)).toEqual(['Device A', 'Device C', 'Link B – C'])
})

const overlapping = (places: Record<string, { x: number; y: number }>) => {
  const all = Object.values(places)
  return all.some((a, at) => all.slice(at + 1).some((b) => Math.abs(a.x - b.x) < WIDTH && Math.abs(a.y - b.y) < HEIGHT))
}

it('keeps places that were chosen and puts nothing on them', () => {
  const places = layout({ nodes: [node('a', { position: { x: 0, y: 0 } }), node('b', { position: { x: 10, y: 90 } }), node('c'), node('d')], edges: [{ from: 'a', to: 'c' }] })
  expect(places).toMatchObject({ a: { x: 0, y: 0 }, b: { x: 10, y: 90 } })
  expect(overlapping(places)).toBe(false)
})

it.each([1, 4, 30, 200])('lays out a switch with %i devices and as many alone, in a shape that fits a window', (size) => {
  const leaves = Array.from({ length: size }, (_, at) => `leaf${at}`)
  const alone = Array.from({ length: size }, (_, at) => `alone${at}`)
  const places = layout({ nodes: ['hub', 'up', ...leaves, ...alone].map((id) => ({ id, position: null })), edges: [{ from: 'up', to: 'hub' }, ...leaves.map((to) => ({ from: 'hub', to }))] })
  expect(Object.keys(places)).toHaveLength(2 * size + 2)
  expect(overlapping(places)).toBe(false)
  const width = Math.max(...Object.values(places).map(({ x }) => x))
  const height = Math.max(...Object.values(places).map(({ y }) => y))
  if (size >= 30) expect(Math.max(width / height, height / width)).toBeLessThan(4)
})

it('lays out a ring and links that go both ways', () => {
  const edges = ['ab', 'bc', 'ca', 'ac'].map(([from, to]) => ({ from: from!, to: to! }))
  expect(overlapping(layout({ nodes: ['a', 'b', 'c'].map((id) => ({ id, position: null })), edges }))).toBe(false)
})

it('reads back what it wrote', () => {
  const drawn: Edit = { ...DRAWN, nodes: [node('a', { notes: 'Two\nlines', address: '10.0.0.1', position: { x: 1.5, y: -2 } }), node('b')], edges: [edge('e1', 'a', 'b', { label: 'Port 7', kind: 'vpn', status: 'down' })] }
  expect(readFile(writeFile(drawn))).toEqual({ edit: drawn, left: [] })
})

it('uses what it can of a file, and says what it could not', () => {
  const content = JSON.stringify({
    title: ' Branch ',
    nodes: [{ id: 'a', label: 'FW', kind: 'toaster' }, { id: 'a' }, { label: 'No id' }, 7, { id: 'b', status: 'fine', notes: 'x'.repeat(1_200), position: { x: 'left', y: 0 } }],
    edges: [{ from: 'a', to: 'b' }, { from: 'a', to: 'gone' }, { from: 'a', to: 'a' }],
  })
  const { edit, left } = readFile(content)
  expect(edit.title).toBe('Branch')
  expect(edit.nodes.map(({ id, kind, status, position }) => [id, kind, status, position])).toEqual([['a', 'other', 'unknown', null], ['b', 'other', 'unknown', null]])
  expect(edit.edges).toHaveLength(1)
  expect(left).toEqual([
    'FW: the kind “toaster” is not known; it becomes “Other”.',
    'Device 2: the id a is taken by another device.',
    'Device 3: it has no usable id.',
    'Device 4: it has no usable id.',
    'b: it has no kind; it becomes “Other”.',
    'b: the status “fine” is not known; it becomes “Unknown”.',
    'b: notes cut to 1000 characters.',
    'Link 2: one of its ends is not in the file.',
    'Link 3: it joins a device with itself.',
  ])
})

it.each([['nonsense', 'not JSON'], ['[]', 'no diagram'], ['{"nodes": 3}', 'no diagram']])('refuses %s in words', (content, words) => {
  expect(() => readFile(content)).toThrow(words)
})

it('draws only those devices and links anew that look different', () => {
  const at = () => ({ x: 0, y: 0 })
  const draw = (stop: string) => [
    DRAWN.nodes.map((one) => flowNode({ ...one }, at(), { chosen: false, stop: one.id === stop, find: '' })),
    DRAWN.edges.map((one) => flowEdge(one, at, false)),
  ] as const
  const drawn = new Drawn()
  const before = [...drawn.next(...draw('a')).nodes]
  const { nodes, edges } = drawn
  drawn.next(...draw('b'))
  expect(drawn.nodes.map((one, index) => one === before[index])).toEqual([false, false, true])
  expect(drawn.nodes[1]?.domAttributes?.tabIndex).toBe(0)
  expect(drawn.nodes).not.toBe(nodes)
  expect(drawn.edges).toBe(edges)
})
