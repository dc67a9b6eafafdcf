import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { meQuery } from '@/api/queries'
import { Dialog } from '@/ui/Dialog'
import { SignInForm } from './SignInForm'

/** Over the page that stays as it is: nothing typed is lost. */
export default function SignInAgain() {
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const password = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open
      persistent
      initialFocus={me ? password : undefined}
      onClose={() => undefined}
      title="Sign in again"
      description="Your sign-in has ended. Everything on this page is kept."
    >
      <SignInForm email={me?.email} passwordField={password} onDone={() => undefined} />
    </Dialog>
  )
}
