import { useId, useState, type FormEvent } from 'react'
import { fieldText } from '@/lib/form'
import { newKey } from '@/lib/key'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { useDraw } from './queries'

export interface NewDiagramProps {
  client: string
  clients: readonly string[]
  onClose: () => void
  onDone: (diagram: { id: string; client: string }) => void
}

export default function NewDiagram({ client, clients, onClose, onDone }: NewDiagramProps) {
  const names = useId()
  const [key] = useState(() => newKey())
  const draw = useDraw(onDone)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (draw.isPending) return
    const form = new FormData(event.currentTarget)
    draw.mutate({ client: fieldText(form, 'client'), title: fieldText(form, 'title'), nodes: [], edges: [], key })
  }
  const wrong = (field: string) => draw.error?.fieldMessage(field)
  return (
    <Dialog open onClose={onClose} title="New network diagram">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Client" name="client" hint="The company’s name, as its tickets have it." list={names} defaultValue={client} maxLength={300} required error={wrong('client')} />
        <datalist id={names}>
          {clients.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <TextField label="Title" name="title" placeholder="Head office" maxLength={120} required error={wrong('title')} />
        {draw.error?.errors.length === 0 && <FormError error={draw.error} />}
        <Button type="submit" variant="primary" idle={draw.isPending} className="self-end">
          {draw.isPending ? 'Creating' : 'Create diagram'}
        </Button>
      </form>
    </Dialog>
  )
}
