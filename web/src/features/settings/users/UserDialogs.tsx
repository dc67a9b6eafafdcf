import { DeactivateDialog } from './DeactivateDialog'
import { InviteDialog } from './InviteDialog'
import { LinkDialog, RenewDialog } from './LinkDialog'
import { RenameDialog } from './RenameDialog'
import type { Opened } from './UsersPage'

export interface UserDialogsProps {
  opened: Opened
  onOpen: (opened: Opened) => void
  onClose: () => void
}

/** The one that is open; their code comes with the first. */
export default function UserDialogs({ opened, onOpen, onClose }: UserDialogsProps) {
  switch (opened.kind) {
    case 'invite':
      return <InviteDialog onLink={(link) => onOpen({ kind: 'link', link })} onClose={onClose} />
    case 'link':
      return <LinkDialog link={opened.link} onClose={onClose} />
    case 'renew':
      return <RenewDialog user={opened.user} onLink={(link) => onOpen({ kind: 'link', link })} onClose={onClose} />
    case 'rename':
      return <RenameDialog user={opened.user} onClose={onClose} />
    case 'deactivate':
      return <DeactivateDialog user={opened.user} onClose={onClose} />
  }
}
