import { TextField } from '@/ui/Field'
import type { PanelProps } from './SidePanel'
import { StatusMark } from './StatusMark'
import { count, KINDS } from './words'

const TROUBLE = ['down', 'warning'] as const

export function DiagramPanel({ edit, act, onSelect }: PanelProps) {
  const trouble = TROUBLE.flatMap((status) => edit.nodes.filter((node) => node.status === status))
  return (
    <>
      <TextField data-panel-first label="Title" maxLength={120} value={edit.title} error={edit.title.trim() ? undefined : 'A diagram needs a title.'} onChange={(event) => act({ do: 'rename', title: event.target.value })} />
      <TextField label="Client" maxLength={300} value={edit.client} error={edit.client.trim() ? undefined : 'A diagram is of a client.'} onChange={(event) => act({ do: 'rename', client: event.target.value })} />
      <p className="text-fg2">
        {count(edit.nodes.length, 'device')}, {count(edit.edges.length, 'link')}
      </p>
      {trouble.length > 0 && (
        <section aria-labelledby="trouble-title">
          <h3 id="trouble-title" className="mb-1 text-code font-semibold text-fg2">
            Trouble
          </h3>
          <ul className="flex flex-col gap-0.5">
            {trouble.map(({ id, label, kind, status }) => (
              <li key={id}>
                <button type="button" className="flex min-h-7 w-full items-center gap-2 rounded-tag px-1 text-left hover:bg-sunken" onClick={() => onSelect({ is: 'node', id })}>
                  <StatusMark status={status} />
                  <span className="min-w-0 flex-1 truncate">
                    {KINDS[kind].label} {label}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="text-meta text-fg3">Choose a device to see and change it. J and K go from one to the next.</p>
    </>
  )
}
