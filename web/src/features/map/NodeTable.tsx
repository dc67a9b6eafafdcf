import { useState } from 'react'
import { DataTable, ROW_MAIN, type Column } from '@/ui/DataTable'
import { EmptyState } from '@/ui/states'
import { ToggleGroup } from '@/ui/ToggleGroup'
import type { Edge, Edit, Node } from './model/edit'
import { finds } from './model/find'
import { Nothing } from './Nothing'
import type { Selection } from './selection'
import { StatusMark } from './StatusMark'
import { KINDS, LINKS } from './words'

export interface TwinProps {
  edit: Edit
  find: string
  selection: Selection | undefined
  onSelect: (selection: Selection | undefined) => void
  /** The chosen one's details are wanted. */
  onOpen: () => void
  onAddNode: () => void
}

const ROW = 'block w-full truncate text-left font-medium text-fg after:absolute after:inset-0 focus-visible:-outline-offset-2'

/** The drawing's twin: the same devices and links, a row each. */
export default function NodeTable({ edit, find, selection, onSelect, onOpen, onAddNode }: TwinProps) {
  const [list, setList] = useState<'devices' | 'links'>('devices')
  const nodes = edit.nodes.filter((node) => finds(node, find))
  const names = new Map(edit.nodes.map(({ id, label }) => [id, label]))
  const found = new Set(nodes.map(({ id }) => id))
  const edges = find ? edit.edges.filter(({ from, to }) => found.has(from) || found.has(to)) : edit.edges
  const links = new Map<string, number>()
  for (const { from, to } of edit.edges) for (const id of [from, to]) links.set(id, (links.get(id) ?? 0) + 1)
  const open = (next: Selection) => {
    onSelect(next)
    onOpen()
  }
  const isChosen = (is: 'node' | 'edge', id: string) => (selection?.is === is && selection.id === id) || undefined

  const devices: Column<Node>[] = [
    {
      header: 'Device',
      main: true,
      cell: ({ id, label }) => (
        <button {...ROW_MAIN} type="button" aria-current={isChosen('node', id)} onClick={() => open({ is: 'node', id })} className={ROW}>
          {label || 'Without a name'}
        </button>
      ),
    },
    { header: 'Kind', cell: ({ kind }) => KINDS[kind].label, className: 'max-sm:hidden' },
    { header: 'Status', cell: ({ status }) => <StatusMark status={status} /> },
    { header: 'Address', cell: ({ address }) => <span className="font-mono text-code">{address ?? '–'}</span>, className: 'max-md:hidden' },
    { header: 'Links', cell: ({ id }) => links.get(id) ?? 0, className: 'max-sm:hidden' },
  ]
  const lines: Column<Edge>[] = [
    {
      header: 'Link',
      main: true,
      cell: ({ id, from, to }) => (
        <button {...ROW_MAIN} type="button" aria-current={isChosen('edge', id)} onClick={() => open({ is: 'edge', id })} className={ROW}>
          {names.get(from)} – {names.get(to)}
        </button>
      ),
    },
    { header: 'Kind', cell: ({ kind }) => LINKS[kind], className: 'max-sm:hidden' },
    { header: 'Status', cell: ({ status }) => <StatusMark status={status} /> },
    { header: 'Label', cell: ({ label }) => label ?? '–', className: 'max-md:hidden' },
  ]
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 p-4 lg:px-6">
      <ToggleGroup
        label="Rows"
        value={list}
        onChange={setList}
        options={[
          { value: 'devices', label: `Devices ${nodes.length}` },
          { value: 'links', label: `Links ${edges.length}` },
        ]}
      />
      {edit.nodes.length === 0 ? (
        <Nothing onAddNode={onAddNode} />
      ) : list === 'devices' ? (
        nodes.length > 0 ? <DataTable label="Devices" columns={devices} rows={nodes} getKey={({ id }) => id} /> : <EmptyState>No device has these words.</EmptyState>
      ) : edges.length > 0 ? (
        <DataTable label="Links" columns={lines} rows={edges} getKey={({ id }) => id} />
      ) : (
        <EmptyState>No link {find ? 'of such a device' : 'is drawn yet. Open a device to connect it'}.</EmptyState>
      )}
    </div>
  )
}
