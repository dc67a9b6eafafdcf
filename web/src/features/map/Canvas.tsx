import { Background, ConnectionMode, ReactFlow, type Edge as FlowEdge, type EdgeChange, type NodeChange } from '@xyflow/react'
import './canvas.css'
import { useMemo, useRef, useState, type Dispatch, type KeyboardEvent } from 'react'
import { useActions } from '@/shell/actions'
import { CanvasControls } from './CanvasControls'
import { DeviceNode, flowEdge, flowNode, type FlowNode } from './DeviceNode'
import { Drawn } from './drawn'
import { blankEdge, type Position } from './model/edit'
import type { Step } from './model/history'
import { layout, type Shape } from './model/layout'
import type { TwinProps } from './NodeTable'
import { Nothing } from './Nothing'

const TYPES = { device: DeviceNode }
const FIT = { padding: 0.15, maxZoom: 1 }
const WORDS = {
  'node.a11yDescription.default': 'Enter opens the details, Space chooses. The arrows move what is chosen, Escape lets go of it. J and K go to the next and the previous device.',
  'node.a11yDescription.ariaLiveMessage': ({ direction, x, y }: { direction: string; x: number; y: number }) => `Moved ${direction}, to ${Math.round(x)}, ${Math.round(y)}.`,
}

/** The drawing. Devices hold no buttons: what is done with one is in the panel beside. */
export default function Canvas({ edit, act, find, selection, onSelect, onOpen, onAddNode }: TwinProps & { act: Dispatch<Step> }) {
  const box = useRef<HTMLDivElement>(null)
  const [moving, setMoving] = useState<Record<string, Position>>({})
  const [focusId, setFocusId] = useState<string>()
  // Only what the layout looks at makes it anew, and no letter that is typed.
  const shape = JSON.stringify({ nodes: edit.nodes.map(({ id, position }) => ({ id, position })), edges: edit.edges.map(({ from, to }) => ({ from, to })) })
  const places = useMemo(() => layout(JSON.parse(shape) as Shape), [shape])
  const at = (id: string): Position => moving[id] ?? places[id] ?? { x: 0, y: 0 }
  const chosen = selection?.is === 'diagram' ? undefined : selection
  const stop = focusId !== undefined && edit.nodes.some(({ id }) => id === focusId) ? focusId : edit.nodes[0]?.id
  const [drawn] = useState(() => new Drawn())
  const { nodes, edges } = drawn.next(
    edit.nodes.map((node) => flowNode(node, at(node.id), { chosen: chosen?.is === 'node' && chosen.id === node.id, stop: node.id === stop, find })),
    edit.edges.map((edge) => flowEdge(edge, at, chosen?.is === 'edge' && chosen.id === edge.id)),
  )

  const onNodesChange = (changes: NodeChange<FlowNode>[]) => {
    const moved = changes.flatMap((change) => (change.type === 'position' && change.position ? [[change.id, round(change.position)] as const] : []))
    const ends = changes.some((change) => change.type === 'position' && !change.dragging)
    if (moved.length > 0 && ends) {
      setMoving({})
      act({ do: 'move', to: Object.fromEntries(moved) })
    } else if (moved.length > 0) setMoving((before) => ({ ...before, ...Object.fromEntries(moved) }))
    choose('node', changes)
  }
  const choose = (is: 'node' | 'edge', changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]) => {
    const on = changes.find((change) => change.type === 'select' && change.selected)
    const off = changes.some((change) => change.type === 'select' && !change.selected && chosen?.is === is && chosen.id === change.id)
    if (on && 'id' in on) {
      onSelect({ is, id: on.id })
      if (is === 'node') setFocusId(on.id)
    } else if (off) onSelect(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const id = event.target instanceof Element ? event.target.closest('.react-flow__node')?.getAttribute('data-id') : undefined
    if (event.key !== 'Enter' || !id) return
    event.preventDefault()
    event.stopPropagation()
    onSelect({ is: 'node', id })
    onOpen()
  }
  const go = (by: number) => {
    const here = document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id')
    const from = edit.nodes.findIndex(({ id }) => id === here)
    const next = edit.nodes[here ? Math.min(Math.max(from + by, 0), edit.nodes.length - 1) : 0]
    if (!next) return
    setFocusId(next.id)
    focusNode(box.current, next.id)
  }
  useActions([
    { id: 'next-device', name: 'Next device', group: 'This page', keys: 'j', run: () => go(1) },
    { id: 'previous-device', name: 'Previous device', group: 'This page', keys: 'k', run: () => go(-1) },
  ])

  if (edit.nodes.length === 0) return <Nothing onAddNode={onAddNode} />
  return (
    <div ref={box} role="group" aria-label="Drawing" className="relative min-h-0 flex-1" onKeyDownCapture={onKeyDown}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => choose('edge', changes)}
        onConnect={({ source, target }) => act({ do: 'add-edge', edge: blankEdge(edit, source, target) })}
        onPaneClick={() => onSelect(undefined)}
        connectionMode={ConnectionMode.Loose}
        ariaLabelConfig={WORDS}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2}
        edgesFocusable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
      >
        <Background gap={24} />
        <CanvasControls fit={FIT} />
      </ReactFlow>
    </div>
  )
}

const round = ({ x, y }: Position): Position => ({ x: Math.round(x), y: Math.round(y) })
const focusNode = (box: HTMLElement | null, id: string) => box?.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`)?.focus()
