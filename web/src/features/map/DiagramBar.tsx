import { Link } from '@tanstack/react-router'
import { EllipsisVertical, Plus, Redo2, Undo2 } from 'lucide-react'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { SearchField } from '@/ui/SearchField'
import { reason } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { ToggleGroup } from '@/ui/ToggleGroup'
import type { Diagram } from './model/edit'
import type { Editing } from './useDiagramEdit'

const DiagramMenu = lazy(() => import('./DiagramMenu'))
export type View = 'drawing' | 'table'

export interface DiagramBarProps {
  diagram: Diagram
  editing: Editing
  view: View
  find: string
  onFind: (words: string) => void
  /** Enter in the search. */
  onFirst: (words: string) => void
  onView: (view: View) => void
  onAddNode: () => void
  onDetails: () => void
  onAddToSession: () => void
}

export function DiagramBar({ diagram, editing, view, find, onFind, onFirst, onView, onAddNode, onDetails, onAddToSession }: DiagramBarProps) {
  const { edit, act, save, state, dirty } = editing
  return (
    <div className="flex flex-col gap-2 border-b border-line bg-surface px-4 py-2 lg:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <div className="mr-auto min-w-0">
          <Link to="/map/$client" params={{ client: diagram.client }} className="text-meta text-accent hover:underline">
            {diagram.client}
          </Link>
          <h1 className="text-panel font-semibold break-words">{edit.title || 'Untitled'}</h1>
        </div>
        <Saved {...editing} />
        <Button onClick={onAddToSession}>Add to session</Button>
        <Button variant="primary" idle={!dirty || state.is === 'saving' || state.is === 'conflict'} onClick={() => void save()}>
          {state.is === 'saving' ? 'Saving' : 'Save'}
        </Button>
        <More {...{ diagram, editing, onDetails }} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <ToggleGroup
          label="View"
          value={view}
          onChange={onView}
          options={[
            { value: 'drawing', label: 'Drawing' },
            { value: 'table', label: 'Table' },
          ]}
        />
        <div role="presentation" onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && onFirst(event.target.value)}>
          <SearchField label="Find a device" placeholder="Find a device" value={find} onSettle={onFind} />
        </div>
        <span className="flex">
          <IconButton name="Undo" icon={Undo2} keys="$mod+z" disabled={!editing.canUndo} onClick={() => act({ do: 'undo' })} />
          <IconButton name="Redo" icon={Redo2} disabled={!editing.canRedo} onClick={() => act({ do: 'redo' })} />
        </span>
        <Button id="add-device" onClick={onAddNode}>
          <Plus size={16} strokeWidth={2} aria-hidden /> Add device
        </Button>
      </div>
    </div>
  )
}

/** Whether what was drawn is safe. */
function Saved({ state, dirty, version }: Editing) {
  return (
    <span role="status" className="text-code text-fg3">
      {state.is === 'conflict' && <Tag tone="amber">Someone else saved it</Tag>}
      {state.is === 'failed' && <Tag tone="red">Not saved</Tag>}
      {state.is === 'failed' ? ` ${reason(state.error)} It is kept in this browser.` : null}
      {state.is === 'idle' && (dirty ? 'Not saved yet, kept in this browser' : `Saved, version ${version}`)}
    </span>
  )
}

function More(props: Pick<DiagramBarProps, 'diagram' | 'editing' | 'onDetails'>) {
  const [wanted, setWanted] = useState(false)
  const closed = <MoreButton aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />
  return <Suspense fallback={closed}>{wanted ? <DiagramMenu {...props} trigger={<MoreButton />} /> : closed}</Suspense>
}

function MoreButton(props: Omit<ComponentProps<typeof IconButton>, 'name' | 'icon'>) {
  return <IconButton {...props} name="More for this diagram" icon={EllipsisVertical} />
}
