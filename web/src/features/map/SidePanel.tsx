import { X } from 'lucide-react'
import type { Dispatch } from 'react'
import { cx } from '@/lib/cx'
import { IconButton } from '@/ui/IconButton'
import { DiagramPanel } from './DiagramPanel'
import { EdgePanel } from './EdgePanel'
import type { Edit } from './model/edit'
import type { Step } from './model/history'
import { NodePanel } from './NodePanel'
import type { Selection } from './selection'

export interface PanelProps {
  edit: Edit
  act: Dispatch<Step>
  onSelect: (selection: Selection) => void
  onRemove: () => void
}

const TITLES = { diagram: 'Diagram', node: 'Device', edge: 'Link' }

/** What is chosen, in words and fields. Nothing chosen: the diagram itself. */
export function SidePanel({ selection, onClose, ...panel }: PanelProps & { selection: Selection | undefined; onClose: () => void }) {
  const title = TITLES[selection?.is ?? 'diagram']
  return (
    // Escape leaves the details from any field of them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-labelledby="panel-title"
      className={cx(
        'flex flex-col gap-3 border-line bg-surface p-4 lane:w-80 lane:shrink-0 lane:overflow-y-auto lane:border-l',
        selection ? 'max-lane:flex-1' : 'max-lane:hidden',
      )}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !selection) return
        event.preventDefault()
        onClose()
      }}
    >
      <div className="flex min-h-7 items-center justify-between">
        <h2 id="panel-title" className="font-semibold">
          {title}
        </h2>
        {selection && <IconButton name="Close the details" icon={X} onClick={onClose} />}
      </div>
      {selection?.is === 'node' ? (
        <NodePanel key={selection.id} {...panel} id={selection.id} />
      ) : selection?.is === 'edge' ? (
        <EdgePanel key={selection.id} {...panel} id={selection.id} />
      ) : (
        <DiagramPanel {...panel} />
      )}
    </section>
  )
}
