import { useRef, useState, type FormEvent } from 'react'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { useChangePassword } from './queries'

export const MIN_PASSWORD = 12

export interface PasswordFormProps {
  /** Asks for the present one too. */
  hasPassword: boolean
  email: string
  label: string
  onDone: () => unknown
}

export function PasswordForm({ hasPassword, email, label, onDone }: PasswordFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [differs, setDiffers] = useState(false)
  const change = useChangePassword(() => {
    form.current?.reset()
    return onDone()
  })

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const password = fieldText(fields, 'password')
    const same = password === fields.get('again')
    setDiffers(!same)
    if (!same || change.isPending) return
    const current = hasPassword ? { current_password: fieldText(fields, 'current') } : {}
    change.mutate({ password, ...current })
  }

  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-4">
      {/* Tells a password manager whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      {hasPassword && (
        <TextField
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={change.error?.fieldMessage('current_password')}
        />
      )}
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD}
        hint={`At least ${MIN_PASSWORD} characters. Three or four unrelated words work well.`}
        error={change.error?.fieldMessage('password')}
      />
      <TextField
        label="New password again"
        name="again"
        type="password"
        autoComplete="new-password"
        required
        error={differs ? 'The two passwords differ.' : undefined}
      />
      {change.error?.errors.length === 0 && <FormError error={change.error} />}
      <Button type="submit" variant="primary" idle={change.isPending} className="self-start">
        {label}
      </Button>
    </form>
  )
}
