import { useId, useState } from 'react'
import { newKey } from '@/lib/key'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { readFile, type FoundInFile } from './model/file'
import type { NewDiagramProps } from './NewDiagram'
import { useDraw } from './queries'
import { count } from './words'

const LARGEST = 2_000_000
/** Bytes; more than any diagram has. */

/** Shows what a file holds and what of it can't be used, before anything is saved. */
export default function ImportDiagram({ client, clients, onClose, onDone }: NewDiagramProps) {
  const ids = useId()
  const [found, setFound] = useState<FoundInFile>()
  const [refused, setRefused] = useState('')
  const [key] = useState(() => newKey())
  const draw = useDraw(onDone)
  const read = async (file: File | undefined) => {
    if (!file) return
    try {
      if (file.size > LARGEST) throw new Error('This file is too large to be a network diagram.')
      const read = readFile(await file.text())
      setFound({ ...read, edit: { ...read.edit, client: read.edit.client || client } })
      setRefused('')
    } catch (error) {
      setFound(undefined)
      setRefused(error instanceof Error ? error.message : 'This file could not be read.')
    }
  }
  const rename = (part: { client?: string; title?: string }) => found && setFound({ ...found, edit: { ...found.edit, ...part } })
  return (
    <Dialog open onClose={onClose} title="Import a network diagram" description="A JSON file that was exported here, or one in the same shape.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (found && !draw.isPending) draw.mutate({ ...found.edit, key })
        }}
      >
        <div className="flex flex-col gap-1">
          <label htmlFor={`${ids}-file`} className="font-medium">
            File
          </label>
          <input id={`${ids}-file`} type="file" accept=".json,application/json" onChange={(event) => void read(event.target.files?.[0])} />
        </div>
        {refused && (
          <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
            {refused}
          </p>
        )}
        {found && (
          <>
            <p role="status">
              Found {count(found.edit.nodes.length, 'device')} and {count(found.edit.edges.length, 'link')}.
            </p>
            <Left left={found.left} />
            <TextField label="Client" list={`${ids}-clients`} required maxLength={300} value={found.edit.client} onChange={(event) => rename({ client: event.target.value })} error={draw.error?.fieldMessage('client')} />
            <datalist id={`${ids}-clients`}>
              {clients.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
            <TextField label="Title" required maxLength={120} value={found.edit.title} onChange={(event) => rename({ title: event.target.value })} error={draw.error?.fieldMessage('title')} />
            <FormError error={draw.error} />
            <Button type="submit" variant="primary" idle={draw.isPending} className="self-end">
              {draw.isPending ? 'Saving' : 'Save as a new diagram'}
            </Button>
          </>
        )}
      </form>
    </Dialog>
  )
}

function Left({ left }: { left: readonly string[] }) {
  if (left.length === 0) return null
  return (
    <section aria-label="Not used as it is" className="rounded-ctl bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">{count(left.length, 'thing')} could not be used as it is</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows */}
      <ul tabIndex={0} aria-label="What could not be used" className="mt-1 max-h-40 list-disc overflow-y-auto pl-5 text-code">
        {left.map((said, at) => (
          <li key={at}>{said}</li>
        ))}
      </ul>
    </section>
  )
}
