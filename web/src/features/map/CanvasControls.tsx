import { Panel, useReactFlow, type FitViewOptions } from '@xyflow/react'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useActions } from '@/shell/actions'
import { IconButton } from '@/ui/IconButton'

export function CanvasControls({ fit }: { fit: FitViewOptions }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  useActions([
    { id: 'zoom-in', name: 'Zoom in', group: 'This page', keys: '+', run: () => void zoomIn() },
    { id: 'zoom-out', name: 'Zoom out', group: 'This page', keys: '-', run: () => void zoomOut() },
    { id: 'zoom-fit', name: 'Show the whole drawing', group: 'This page', keys: '0', run: () => void fitView(fit) },
  ])
  return (
    <Panel position="bottom-left" className="flex rounded-ctl border border-line bg-surface p-0.5">
      <IconButton name="Zoom in" keys="+" icon={ZoomIn} onClick={() => void zoomIn()} />
      <IconButton name="Zoom out" keys="-" icon={ZoomOut} onClick={() => void zoomOut()} />
      <IconButton name="Show the whole drawing" keys="0" icon={Maximize} onClick={() => void fitView(fit)} />
    </Panel>
  )
}
