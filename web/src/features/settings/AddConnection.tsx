import { useState, type FormEvent } from 'react'
import type { ApiError, Schemas } from '@/api/client'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Select, TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { useCreateConnection } from './queries'

const CREDENTIALS = [
  { value: 'password', label: 'Password' },
  { value: 'token', label: 'Authentication token' },
]
const FIELDS = ['name', 'settings.url', 'settings.queue', 'settings.user', 'settings.password', 'settings.token']

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

function readForm(form: FormData): Schemas['ConnectionCreate'] {
  return {
    provider: 'rt',
    name: fieldText(form, 'name'),
    settings: {
      url: fieldText(form, 'url').trim(),
      user: fieldText(form, 'user').trim(),
      queue: fieldText(form, 'queue').trim(),
      statuses: list(fieldText(form, 'statuses')),
      closed_statuses: list(fieldText(form, 'closed')),
      allow_private: form.has('private'),
    },
    secret: { [fieldText(form, 'credential')]: fieldText(form, 'secret') },
    status_targets: {},
  }
}

/** Everything that no field of the form shows by itself. */
const isElsewhere = (error: ApiError | null) =>
  error !== null && (error.errors.length === 0 || error.errors.some(({ field }) => !FIELDS.includes(field)))

export default function AddConnection({ onClose }: { onClose: () => void }) {
  const create = useCreateConnection()
  const [credential, setCredential] = useState('password')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (create.isPending) return
    create.mutate(readForm(new FormData(event.currentTarget)), {
      onSuccess: ({ name }) => {
        onClose()
        say.done(`${name} is connected. Test it, then set its statuses.`)
      },
    })
  }
  const wrong = (field: string) => create.error?.fieldMessage(field)
  return (
    <Dialog open onClose={onClose} title="Connect Request Tracker" description="Version 5, over its REST 2 interface." wide>
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name here" name="name" required defaultValue="Request Tracker" error={wrong('name')} />
        <TextField
          label="Address"
          name="url"
          type="url"
          required
          placeholder="https://rt.example.com"
          error={wrong('settings.url')}
        />
        <TextField label="Queue" name="queue" required error={wrong('settings.queue')} />
        <TextField label="User name" name="user" required autoComplete="off" error={wrong('settings.user')} />
        <Select
          label="Signs in with"
          name="credential"
          options={CREDENTIALS}
          value={credential}
          onChange={(event) => setCredential(event.target.value)}
        />
        <TextField
          label={credential === 'token' ? 'Token' : 'Password'}
          name="secret"
          type="password"
          required
          autoComplete="new-password"
          hint="Stored encrypted, never shown again."
          error={wrong(`settings.${credential}`)}
        />
        <TextField
          label="Statuses of the queue"
          name="statuses"
          defaultValue="new, open, stalled, resolved, rejected"
          hint="Request Tracker does not tell them."
          error={wrong('settings.statuses')}
        />
        <TextField label="Of these, closed" name="closed" defaultValue="resolved, rejected" error={wrong('settings.closed_statuses')} />
        <label className="flex items-center gap-2 sm:col-span-2">
          <input type="checkbox" name="private" className="size-4 accent-accent" />
          It has a private address (inside our own network)
        </label>
        <div className="flex flex-wrap items-center justify-end gap-3 sm:col-span-2">
          {isElsewhere(create.error) && <FormError error={create.error} />}
          <Button type="submit" variant="primary" idle={create.isPending}>
            {create.isPending ? 'Connecting' : 'Connect'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
