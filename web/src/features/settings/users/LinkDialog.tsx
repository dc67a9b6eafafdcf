import { useRef, useState } from 'react'
import { copyText } from '@/lib/clipboard'
import { moment } from '@/lib/time'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { useMakeLink, type SignInLink, type User } from './queries'

/** The link, for as long as this dialog is open and never again. */
export function LinkDialog({ link, onClose }: { link: SignInLink; onClose: () => void }) {
  const [copied, setCopied] = useState<boolean>()
  const copy = useRef<HTMLButtonElement>(null)
  const act = async () => setCopied(await copyText(link.url))
  return (
    <Dialog open onClose={onClose} title={`Sign-in link for ${link.name}`} initialFocus={copy} wide>
      <div className="flex flex-col gap-4">
        <p>
          Give this link to {link.name} yourself, where nobody else reads it. It works once, until{' '}
          <strong className="font-medium whitespace-nowrap">{moment(link.expiresAt)}</strong>, and is not shown again.
          {link.resets && ' When it is used, the old password ends, and so does every other sign-in of this user.'}
        </p>
        <div className="flex items-end gap-2">
          <TextField
            label="Link"
            mono
            readOnly
            className="min-w-0 flex-1"
            value={link.url}
            onFocus={({ target }) => target.select()}
          />
          <Button ref={copy} variant="primary" onClick={() => void act()}>
            {copied ? 'Copied' : 'Copy link'}
          </Button>
        </div>
        <p role="status" className={copied === false ? 'text-red-fg' : 'sr-only'}>
          {copied === false ? 'The browser did not allow it: select the link and copy it by hand.' : copied && 'Copied'}
        </p>
        <div className="flex justify-end border-t border-line pt-3">
          <Button onClick={onClose}>Done</Button>
        </div>
      </div>
    </Dialog>
  )
}

export interface RenewDialogProps {
  user: User
  onLink: (link: SignInLink) => void
  onClose: () => void
}

/** Asked first: an earlier link stops working. */
export function RenewDialog({ user, onLink, onClose }: RenewDialogProps) {
  const make = useMakeLink()
  return (
    <Dialog open onClose={onClose} title={`New sign-in link for ${user.name}?`}>
      <div className="flex flex-col gap-4">
        <p>
          {user.activity?.password_set
            ? `For a forgotten password. Once ${user.name} opens the link, the old password ends and a new one is chosen.`
            : `${user.name} has no password yet. An earlier link stops working.`}
        </p>
        <FormError error={make.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" idle={make.isPending} onClick={() => make.mutate(user, { onSuccess: onLink })}>
            {make.isPending ? 'Making the link' : 'Make the link'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
