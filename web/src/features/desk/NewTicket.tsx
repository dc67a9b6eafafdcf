import type { FormEvent } from 'react'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextArea, TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { useOpenDeskTicket, type DeskTicket } from './queries'

export interface NewTicketProps {
  onClose: () => void
  onCreated: (ticket: DeskTicket) => void
}

export default function NewTicket({ onClose, onCreated }: NewTicketProps) {
  const create = useOpenDeskTicket(onCreated)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (create.isPending) return
    const form = new FormData(event.currentTarget)
    const optional = (name: string) => fieldText(form, name).trim() || null
    create.mutate({
      summary: fieldText(form, 'summary'),
      description: fieldText(form, 'description'),
      company: optional('company'),
      contact: optional('contact'),
      device: optional('device'),
    })
  }
  const wrong = (field: string) => create.error?.fieldMessage(field)
  return (
    <Dialog open onClose={onClose} title="New ticket" wide>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Summary" name="summary" required error={wrong('summary')} />
        <TextArea label="Description" name="description" rows={6} required error={wrong('description')} />
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField label="Company (optional)" name="company" error={wrong('company')} />
          <TextField label="Contact (optional)" name="contact" error={wrong('contact')} />
          <TextField label="Device (optional)" name="device" error={wrong('device')} />
        </div>
        {create.error?.errors.length === 0 && <FormError error={create.error} />}
        <Button type="submit" variant="primary" idle={create.isPending} className="self-end">
          {create.isPending ? 'Creating' : 'Create ticket'}
        </Button>
      </form>
    </Dialog>
  )
}
