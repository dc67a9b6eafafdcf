import { useQuery } from '@tanstack/react-query'
import { usersQuery } from '@/api/queries'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { useChangeUser, type User } from './queries'

/** Can't be undone wholly, so that it is asked first: tokens and sign-ins do not come back. */
export function DeactivateDialog({ user: asked, onClose }: { user: User; onClose: () => void }) {
  // As the list has it by now: a change that was just made may have come after the dialog.
  const user = useQuery(usersQuery).data?.items.find(({ id }) => id === asked.id) ?? asked
  const change = useChangeUser(user.id)
  const { open_sessions: sessions = 0 } = user.activity ?? {}
  const act = () =>
    change.mutate(
      { disabled: true, version: user.version },
      {
        onSuccess: () => {
          say.done(`${user.name} is deactivated and signed out everywhere.`)
          onClose()
        },
      },
    )
  return (
    <Dialog open onClose={onClose} title={`Deactivate ${user.name}?`}>
      <div className="flex flex-col gap-4">
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>Every sign-in, sign-in link and API token of {user.name} ends at once, for good.</li>
          <li>What {user.name} did stays: sessions, notes, scripts and the audit.</li>
          {sessions > 0 && (
            <li>
              {sessions === 1 ? 'One open session stays' : `${sessions} open sessions stay`} assigned to {user.name}: hand{' '}
              {sessions === 1 ? 'it' : 'them'} to somebody else.
            </li>
          )}
          <li>
            {user.activity?.password_set
              ? `Once reactivated, ${user.name} signs in again with the same password.`
              : `Once reactivated, ${user.name} needs a new sign-in link.`}
          </li>
        </ul>
        <FormError error={change.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" idle={change.isPending} onClick={act}>
            {change.isPending ? 'Deactivating' : 'Deactivate'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
