import type { Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { ROLE_NAMES } from '../roles'
import { useChangeUser, type User } from './queries'

type Change = Pick<Schemas['UserChange'], 'role' | 'disabled'>

const told = ({ name }: User, { role, disabled }: Change): string =>
  role ? `${name} is ${ROLE_NAMES[role]} now.` : `${name} is ${disabled ? 'deactivated' : 'active again, and can sign in'}.`

/** A change that is told in a toast; a role can be put back there. */
export function useTellingChange(user: User) {
  const { mutate, isPending, variables } = useChangeUser(user.id)
  const change = (given: Change, onDone?: () => void) => {
    if (isPending) return
    const undo = (version: number) => ({
      label: 'Undo',
      onClick: () => mutate({ role: user.role, version }, { onError: (error) => say.failed('The role was not put back.', error) }),
    })
    mutate(
      { ...given, version: user.version },
      {
        onSuccess: ({ version }) => {
          say.done(told(user, given), given.role ? undo(version) : undefined)
          onDone?.()
        },
        onError: (error) =>
          error.status === 412
            ? say.warn(`Somebody changed ${user.name} meanwhile. The list is up to date now: look again.`)
            : say.failed(`${user.name} was not changed.`, error),
      },
    )
  }
  return { change, isPending, pending: isPending ? variables : undefined }
}
