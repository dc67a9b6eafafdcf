import { useState, type FormEvent } from 'react'
import { Button } from '@/ui/Button'
import { Select, TextArea } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { useAddDeskNote, type Visibility } from './queries'

const VISIBILITIES = [
  { value: 'internal', label: 'Internal: the desk only' },
  { value: 'customer', label: 'Visible to the customer' },
]

export function AddNote({ ticketId }: { ticketId: string }) {
  const [text, setText] = useState('')
  const [visibility, setVisibility] = useState<Visibility>('internal')
  const add = useAddDeskNote(ticketId, () => setText(''))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate({ text, visibility })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-4">
      <TextArea
        label="Add a note"
        rows={3}
        required
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={add.error?.fieldMessage('text')}
      />
      <div className="flex flex-wrap items-end justify-between gap-2">
        <Select
          label="Who can read it"
          hideLabel
          className="w-56"
          options={VISIBILITIES}
          value={visibility}
          onChange={(event) => setVisibility(event.target.value === 'customer' ? 'customer' : 'internal')}
        />
        <Button type="submit" idle={add.isPending}>
          Add note
        </Button>
      </div>
      {add.error?.errors.length === 0 && <FormError error={add.error} />}
    </form>
  )
}
