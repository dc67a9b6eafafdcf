import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { usersQuery } from '@/api/queries'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { DialogFooter, useAskedClose } from '../DialogFooter'
import { SaveConflict } from '../SaveConflict'
import { useChangeUser, type User } from './queries'

export function RenameDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { data: stored } = useQuery(usersQuery)
  const change = useChangeUser(user.id)
  const [seen, setSeen] = useState(user)
  const [name, setName] = useState(user.name)
  const { close, footer } = useAskedClose(name.trim() !== seen.name, onClose)
  const save = (version: number) => {
    if (change.isPending) return
    change.mutate(
      { name, version },
      {
        onSuccess: (saved) => {
          say.done(`${seen.name} is ${saved.name} now.`)
          onClose()
        },
      },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === seen.name) onClose()
    else save(seen.version)
  }
  const loadTheirs = (theirs: User) => {
    setSeen(theirs)
    setName(theirs.name)
    change.reset()
  }
  const theirs = stored?.items.find(({ id }) => id === user.id)
  return (
    <Dialog open onClose={close} title={`Rename ${seen.name}`}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          required
          maxLength={300}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
          error={change.error?.fieldMessage('name')}
        />
        {change.error?.status === 412 ? (
          <SaveConflict
            what="user"
            gone="There is no such user any more."
            same="The name is as yours; the role or the state may differ."
            theirs={theirs}
            differences={theirs && theirs.name !== name ? [{ label: 'Name', theirs: theirs.name, mine: name }] : []}
            onTheirs={loadTheirs}
            onMine={({ version }) => save(version)}
          />
        ) : (
          change.error?.errors.length === 0 && <FormError error={change.error} />
        )}
        <DialogFooter save="Save" saving="Saving" isPending={change.isPending} {...footer} />
      </form>
    </Dialog>
  )
}
