import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { age } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import type { SettingField } from './fields'

export interface SecretInputProps {
  field: SettingField
  /** Undefined: the stored one stays; null: it is removed. */
  value: string | null | undefined
  /** When secrets were last set; null: this one is not. */
  setAt: string | null
  error: string | undefined
  onChange: (value: string | null | undefined) => void
}

/** Goes in and never comes out: a stored one is only told by its age. */
export function SecretInput({ field, value, setAt, error, onChange }: SecretInputProps) {
  const now = useNow()
  const input = useRef<HTMLInputElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  // The pressed button goes: the focus moves to what takes its place.
  const change = (next: string | null | undefined) => {
    flushSync(() => onChange(next))
    ;(typeof next === 'string' ? input : first).current?.focus()
  }
  const { label, hint, required } = field
  if (setAt !== null && typeof value !== 'string' && !error) {
    const removing = value === null
    return (
      <div role="group" aria-label={label} className="flex flex-col gap-1">
        <span aria-hidden className="font-medium">
          {label}
        </span>
        <div className="flex flex-wrap items-center gap-2">
          <span className={removing ? 'text-red-fg' : 'text-fg2'}>{removing ? 'Removed when you save' : `Set ${age(setAt, now)}`}</span>
          <Button ref={first} small aria-label={removing ? `Keep: ${label}` : `Replace: ${label}`} onClick={() => change(removing ? undefined : '')}>
            {removing ? 'Keep' : 'Replace'}
          </Button>
          {!required && !removing && (
            <Button small variant="ghost" aria-label={`Remove: ${label}`} onClick={() => change(null)}>
              Remove
            </Button>
          )}
        </div>
      </div>
    )
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <TextField
        ref={input}
        type="password"
        className="w-full"
        autoComplete="new-password"
        label={label}
        required={required && setAt === null}
        hint={[hint, 'Stored encrypted, never shown again.'].filter(Boolean).join(' ')}
        value={value ?? ''}
        error={error}
        onChange={({ target }) => onChange(target.value)}
      />
      {setAt !== null && !error && (
        <Button small aria-label={`Keep the stored one: ${label}`} onClick={() => change(undefined)}>
          Keep the stored one
        </Button>
      )}
    </div>
  )
}
