import { useRef, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { age } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'

export interface KeyFieldProps {
  /** Undefined: the stored one stays. */
  value: string | undefined
  setAt: string | null
  /** The address has changed. */
  again: boolean
  error: string | undefined
  field: RefObject<HTMLInputElement | null>
  onChange: (key: string | undefined) => void
}

/** Goes in and never comes out: a stored key is only told by its age. */
export function KeyField({ value, setAt, again, error, field, onChange }: KeyFieldProps) {
  const now = useNow()
  const replace = useRef<HTMLButtonElement>(null)
  // The pressed button goes: the focus moves to what takes its place.
  const change = (key: string | undefined) => {
    flushSync(() => onChange(key))
    ;(key === undefined ? replace : field).current?.focus()
  }
  if (value === undefined && setAt !== null && !again && !error) {
    return (
      <div className="flex flex-col gap-1 sm:col-span-2">
        <span className="font-medium">Key</span>
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-fg2">Set {age(setAt, now)}</span>
          <Button ref={replace} small aria-label="Replace the key" onClick={() => change('')}>
            Replace
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="flex flex-col items-start gap-2 sm:col-span-2">
      <TextField
        ref={field}
        label="Key"
        type="password"
        className="w-full"
        autoComplete="new-password"
        hint={hintFor(value, setAt, again)}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value)}
        error={error}
      />
      {again && value === undefined && (
        <Button small onClick={() => change('')}>
          It needs no key
        </Button>
      )}
      {setAt !== null && !again && (
        <Button small onClick={() => change(undefined)}>
          Keep the stored key
        </Button>
      )}
    </div>
  )
}

function hintFor(value: string | undefined, setAt: string | null, again: boolean): string {
  if (setAt === null) return 'Stored encrypted, never shown again. A server of your own may need none.'
  if (value === '') return 'Left empty, the stored key is removed and none is sent.'
  return again
    ? 'The address has changed: enter the key again, so that the stored one is not handed to somebody else.'
    : 'Stored encrypted, never shown again.'
}
