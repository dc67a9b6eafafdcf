import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Select, TextArea, TextField } from '@/ui/Field'
import { blankEdge, type Node, type NodeKind, type Status } from './model/edit'
import type { PanelProps } from './SidePanel'
import { KIND_OPTIONS, STATUS_OPTIONS, tellLine } from './words'

export function NodePanel({ id, edit, act, onSelect, onRemove }: PanelProps & { id: string }) {
  const node = edit.nodes.find((one) => one.id === id)
  if (!node) return null
  const change = (values: Partial<Omit<Node, 'id'>>) => act({ do: 'change-node', id, change: values })
  return (
    <>
      <TextField data-panel-first label="Name" maxLength={120} value={node.label} error={node.label.trim() ? undefined : 'A device needs a name.'} onFocus={(event) => node.label === 'New device' && event.target.select()} onChange={(event) => change({ label: event.target.value })} />
      <div className="grid grid-cols-2 gap-3">
        <Select label="Kind" options={KIND_OPTIONS} value={node.kind} onChange={(event) => change({ kind: event.target.value as NodeKind })} />
        <Select label="Status" options={STATUS_OPTIONS} value={node.status} onChange={(event) => change({ status: event.target.value as Status })} />
      </div>
      <TextField label="Address" placeholder="10.0.0.1" mono maxLength={200} value={node.address ?? ''} onChange={(event) => change({ address: event.target.value || null })} />
      <TextArea label="Notes" hint="For everyone of your account. No passwords." rows={3} maxLength={1000} value={node.notes ?? ''} onChange={(event) => change({ notes: event.target.value || null })} />
      <Links {...{ id, edit, act, onSelect }} />
      <Button variant="danger" className="self-start" onClick={onRemove}>
        <Trash2 size={16} strokeWidth={1.75} aria-hidden /> Remove device
      </Button>
    </>
  )
}

function Links({ id, edit, act, onSelect }: Omit<PanelProps, 'onRemove'> & { id: string }) {
  const [wanted, setWanted] = useState('')
  const links = edit.edges.filter(({ from, to }) => from === id || to === id)
  const linked = new Set([id, ...links.flatMap(({ from, to }) => [from, to])])
  const names = new Map(edit.nodes.map(({ id: one, label }) => [one, label]))
  const free = edit.nodes.filter((node) => !linked.has(node.id))
  const target = free.find((node) => node.id === wanted)
  const connect = () => {
    if (!target) return
    act({ do: 'add-edge', edge: blankEdge(edit, id, target.id) })
    setWanted('')
  }
  return (
    <section aria-labelledby="links-title" className="flex flex-col gap-2">
      <h3 id="links-title" className="font-medium">
        Links
      </h3>
      {links.length === 0 && <p className="text-fg3">Not linked to anything yet.</p>}
      <ul className="flex flex-col gap-0.5">
        {links.map((edge) => {
          const other = names.get(edge.from === id ? edge.to : edge.from)
          return (
            <li key={edge.id}>
              <button type="button" className="flex min-h-7 w-full items-center gap-2 rounded-tag px-1 text-left hover:bg-sunken" onClick={() => onSelect({ is: 'edge', id: edge.id })}>
                <span className="min-w-0 flex-1 truncate">{other}</span>
                <span className="text-meta text-fg3">{tellLine(edge) || 'Wired'}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {free.length > 0 && (
        <div className="flex items-end gap-2">
          <Select label="Connect to" className="min-w-0 flex-1" value={target?.id ?? ''} onChange={(event) => setWanted(event.target.value)} options={[{ value: '', label: 'Choose a device' }, ...free.map((node) => ({ value: node.id, label: node.label }))]} />
          <Button idle={!target} onClick={connect}>
            Connect
          </Button>
        </div>
      )}
    </section>
  )
}
