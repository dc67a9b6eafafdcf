import { useRef, type FormEvent, type RefObject } from 'react'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { useSignIn } from './queries'

export interface SignInFormProps {
  onDone: () => unknown
  /** Signing in again: the address is known. */
  email?: string
  passwordField?: RefObject<HTMLInputElement | null>
}

export function SignInForm({ onDone, email = '', passwordField }: SignInFormProps) {
  const signIn = useSignIn(onDone)
  const own = useRef<HTMLInputElement>(null)
  const password = passwordField ?? own

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (signIn.isPending) return
    const form = new FormData(event.currentTarget)
    signIn.mutate(
      { email: fieldText(form, 'email'), password: fieldText(form, 'password') },
      { onError: () => password.current?.select() },
    )
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        error={signIn.error?.fieldMessage('email')}
      />
      <TextField
        ref={password}
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={signIn.error?.fieldMessage('password')}
      />
      {signIn.error?.errors.length === 0 && <FormError error={signIn.error} />}
      <Button type="submit" variant="primary" idle={signIn.isPending}>
        {signIn.isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
