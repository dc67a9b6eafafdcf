import { Trash2 } from 'lucide-react'
import { Button } from '@/ui/Button'
import { Select, TextField } from '@/ui/Field'
import type { Edge, LinkKind, Status } from './model/edit'
import type { PanelProps } from './SidePanel'
import { LINK_OPTIONS, STATUS_OPTIONS } from './words'

export function EdgePanel({ id, edit, act, onSelect, onRemove }: PanelProps & { id: string }) {
  const edge = edit.edges.find((one) => one.id === id)
  if (!edge) return null
  const change = (values: Partial<Omit<Edge, 'id'>>) => act({ do: 'change-edge', id, change: values })
  const ends = [edge.from, edge.to].map((end) => edit.nodes.find((node) => node.id === end))
  return (
    <>
      <ul aria-label="Between" className="flex flex-col gap-0.5">
        {ends.map(
          (node) =>
            node && (
              <li key={node.id}>
                <button type="button" className="min-h-7 w-full truncate rounded-tag px-1 text-left text-accent hover:bg-sunken" onClick={() => onSelect({ is: 'node', id: node.id })}>
                  {node.label}
                </button>
              </li>
            ),
        )}
      </ul>
      <div className="grid grid-cols-2 gap-3">
        <Select data-panel-first label="Kind" options={LINK_OPTIONS} value={edge.kind} onChange={(event) => change({ kind: event.target.value as LinkKind })} />
        <Select label="Status" options={STATUS_OPTIONS} value={edge.status} onChange={(event) => change({ status: event.target.value as Status })} />
      </div>
      <TextField label="Label" placeholder="Port 7, 1 Gbit/s" maxLength={120} value={edge.label ?? ''} onChange={(event) => change({ label: event.target.value || null })} />
      <Button variant="danger" className="self-start" onClick={onRemove}>
        <Trash2 size={16} strokeWidth={1.75} aria-hidden /> Remove link
      </Button>
    </>
  )
}
