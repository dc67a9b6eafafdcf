import { useState, type FormEvent } from 'react'
import { Dialog } from '@/ui/Dialog'
import { Select, TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { DialogFooter, useAskedClose } from '../DialogFooter'
import { UnsavedGuard } from '../models/UnsavedGuard'
import { ROLE_HINTS, ROLE_OPTIONS, type Role } from '../roles'
import { useInvite, type SignInLink } from './queries'

const NOTHING = { name: '', email: '', role: 'engineer' as Role }

export function InviteDialog({ onLink, onClose }: { onLink: (link: SignInLink) => void; onClose: () => void }) {
  const invite = useInvite()
  const [typed, setTyped] = useState(NOTHING)
  const dirty = typed.name !== '' || typed.email !== ''
  const { close, footer } = useAskedClose(dirty, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!invite.isPending) invite.mutate(typed, { onSuccess: onLink })
  }
  return (
    <Dialog open onClose={close} title="Invite a user" description="You get a link to hand over. Resolvent sends no mail.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          required
          maxLength={300}
          autoComplete="off"
          value={typed.name}
          onChange={({ target }) => setTyped({ ...typed, name: target.value })}
          error={invite.error?.fieldMessage('name')}
        />
        <TextField
          label="E-mail"
          type="email"
          required
          maxLength={300}
          autoComplete="off"
          hint="What the user signs in with. It can’t be changed later."
          value={typed.email}
          onChange={({ target }) => setTyped({ ...typed, email: target.value })}
          error={invite.error?.code === 'email_taken' ? invite.error.message : invite.error?.fieldMessage('email')}
        />
        <Select
          label="Role"
          options={ROLE_OPTIONS}
          hint={ROLE_HINTS[typed.role]}
          value={typed.role}
          onChange={({ target }) => setTyped({ ...typed, role: target.value as Role })}
        />
        {invite.error && invite.error.errors.length === 0 && invite.error.code !== 'email_taken' && <FormError error={invite.error} />}
        <DialogFooter save="Make the link" saving="Making the link" isPending={invite.isPending} {...footer} />
      </form>
      <UnsavedGuard dirty={dirty && !invite.isPending} />
    </Dialog>
  )
}
