import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTitle } from '@/ui/Page'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { Skeleton } from '@/ui/states'
import { cx } from '@/lib/cx'
import { DiagramBar } from './DiagramBar'
import { blankNode, type Diagram } from './model/edit'
import { finds } from './model/find'
import { SessionBanner } from './SessionBanner'
import { SidePanel } from './SidePanel'
import { useDiagramEdit } from './useDiagramEdit'
import { useDiagramKeys } from './useDiagramKeys'
import type { Selection } from './selection'

// One of the two is shown.
const Canvas = lazy(() => import('./Canvas'))
const NodeTable = lazy(() => import('./NodeTable'))
const Conflict = lazy(() => import('./Conflict'))
const AddToSession = lazy(() => import('./AddToSession'))
const NARROW = '(width < 900px)'

/** One diagram: drawn or as a table, with what is chosen beside it. */
export function DiagramView({ diagram }: { diagram: Diagram }) {
  const { session, view = window.matchMedia(NARROW).matches ? 'table' : 'drawing' } = useSearch({ from: '/app/map/$client' })
  const navigate = useNavigate({ from: '/map/$client' })
  const editing = useDiagramEdit(diagram)
  const { edit, act, state } = editing
  const [selection, setSelection] = useState<Selection>()
  const [find, setFind] = useState('')
  const [adding, setAdding] = useState<{ diagram: Diagram; nodeId: string | undefined }>()
  useTitle(edit.title || 'Network diagram')

  const chosen = selection && exists(selection, edit) ? selection : undefined
  const focusPanel = () => window.setTimeout(() => document.querySelector<HTMLElement>('[data-panel-first]')?.focus())
  const addNode = () => {
    const node = blankNode(edit)
    act({ do: 'add-node', node })
    setSelection({ is: 'node', id: node.id })
    focusPanel()
  }
  const remove = () => {
    if (chosen?.is === 'node') act({ do: 'remove-node', id: chosen.id })
    else if (chosen?.is === 'edge') act({ do: 'remove-edge', id: chosen.id })
    else return
    setSelection(undefined)
    window.setTimeout(() => document.getElementById('add-device')?.focus())
  }
  const addToSession = async () => {
    const saved = await editing.save()
    if (saved) setAdding({ diagram: saved, nodeId: chosen?.is === 'node' ? chosen.id : undefined })
  }
  const close = () => {
    setSelection(undefined)
    window.setTimeout(() => document.getElementById('add-device')?.focus())
  }
  useDiagramKeys({ editing, addNode, remove, addToSession: () => void addToSession() })

  // The address names the client that the diagram is of.
  const { client } = diagram
  useEffect(() => void navigate({ params: { client }, search: (search) => search, replace: true }), [client, navigate])

  return (
    <main id="main" tabIndex={-1} className="flex h-full min-w-0 flex-col overflow-y-auto outline-none">
      {session && (
        <div className="px-4 pt-3 lg:px-6">
          <SessionBanner sessionId={session} />
        </div>
      )}
      <DiagramBar
        {...{ diagram, editing, view, find }}
        onFind={setFind}
        onFirst={(words) => {
          const first = edit.nodes.find((node) => finds(node, words))
          if (first && words) setSelection({ is: 'node', id: first.id })
        }}
        onView={(next) => void navigate({ search: (search) => ({ ...search, view: next }), replace: true })}
        onAddNode={addNode}
        onDetails={() => {
          setSelection({ is: 'diagram' })
          focusPanel()
        }}
        onAddToSession={() => void addToSession()}
      />
      <Suspense>
        {state.is === 'conflict' && (
          <Conflict mine={edit} theirs={state.theirs} onMine={(how) => editing.keepMine(state.theirs, how)} onTheirs={() => editing.takeTheirs(state.theirs)} />
        )}
      </Suspense>
      <div className="flex min-h-80 flex-1 lane:min-h-0">
        <div className={cx('flex min-w-0 flex-1 flex-col', chosen && 'max-lane:hidden')}>
          <RegionBoundary name={view === 'table' ? 'The table' : 'The drawing'} key={view}>
            <Suspense fallback={<Skeleton lines={6} label={view === 'table' ? 'Loading the table' : 'Loading the drawing'} />}>
              {view === 'table' ? (
                <NodeTable edit={edit} find={find} selection={chosen} onSelect={setSelection} onOpen={focusPanel} onAddNode={addNode} />
              ) : (
                <Canvas {...{ edit, act, find }} selection={chosen} onSelect={setSelection} onOpen={focusPanel} onAddNode={addNode} />
              )}
            </Suspense>
          </RegionBoundary>
        </div>
        <SidePanel {...{ edit, act }} selection={chosen} onSelect={setSelection} onClose={close} onRemove={remove} />
      </div>
      <Suspense>
        {adding && <AddToSession {...adding} edit={edit} session={session} onClose={() => setAdding(undefined)} />}
      </Suspense>
    </main>
  )
}

function exists(selection: Selection, { nodes, edges }: Pick<Diagram, 'nodes' | 'edges'> | { nodes: readonly { id: string }[]; edges: readonly { id: string }[] }) {
  if (selection.is === 'diagram') return true
  return (selection.is === 'node' ? nodes : edges).some(({ id }) => id === selection.id)
}
