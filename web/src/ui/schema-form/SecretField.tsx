import { Eye, EyeOff } from 'lucide-react'
import { useId, useState } from 'react'
import { cx } from '@/lib/cx'
import { IconButton } from '../IconButton'

export interface SecretFieldProps {
  id?: string
  label: string
  value: string
  required: boolean
  hint: string
  error?: string | undefined
  onChange: (value: string) => void
  onBlur?: () => void
}

// Masked text where the browser can (it never offers to save it); elsewhere a password field.
const CAN_MASK = globalThis.CSS?.supports?.('-webkit-text-security', 'disc') ?? false

/** A value that is never kept: masked, not autofilled, in no draft. */
export function SecretField({ id: given, label, value, required, hint, error, onChange, onBlur }: SecretFieldProps) {
  const own = useId()
  const id = given ?? own
  const [shown, setShown] = useState(false)
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {required && <span aria-hidden> *</span>}
      </label>
      <div className="flex items-center gap-1">
        <input
          id={id}
          type={CAN_MASK || shown ? 'text' : 'password'}
          autoComplete={CAN_MASK ? 'off' : 'new-password'}
          autoCapitalize="none"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
          required={required}
          value={value}
          aria-describedby={cx(`${id}-hint`, error !== undefined && `${id}-error`)}
          aria-invalid={error !== undefined || undefined}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
          className={cx(
            'h-control w-full rounded-ctl border border-ctl bg-surface px-2.5 font-mono text-code text-fg aria-invalid:border-red-fg',
            !shown && '[-webkit-text-security:disc]',
          )}
        />
        <IconButton
          name={shown ? `Hide ${label}` : `Show ${label}`}
          icon={shown ? EyeOff : Eye}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      </div>
      <p id={`${id}-hint`} className="text-meta text-fg3">
        {hint}
      </p>
      {error !== undefined && (
        <p id={`${id}-error`} className="text-code text-red-fg">
          {error}
        </p>
      )}
    </div>
  )
}
