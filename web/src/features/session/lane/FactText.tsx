import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { useKeptText } from '../model/kept-text'

export interface FactTextProps {
  label: string
  /** Under which it is kept while it is typed. */
  name: string
  initial: string
  /** It was asked for just now: typing goes on in it. */
  focused: boolean
  error?: string | undefined
  onSave: (text: string) => void
  onCancel: () => void
}

/** Enter saves, Escape reverts; leaving the field saves what was typed. */
export function FactText({ label, name, initial, focused, error, onSave, onCancel }: FactTextProps) {
  const id = useId()
  const [text, type] = useKeptText(name, initial)
  const field = useRef<HTMLTextAreaElement>(null)
  const done = useRef(false)
  useEffect(() => {
    const element = field.current
    if (!focused || !element) return
    element.focus()
    element.setSelectionRange(element.value.length, element.value.length)
  }, [focused])

  const close = (act: () => void) => {
    // The field that goes says so with a last blur.
    if (done.current) return
    done.current = true
    type(initial)
    act()
  }
  const wanted = text.trim()
  const save = () => close(() => (wanted && wanted !== initial ? onSave(wanted) : onCancel()))
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      close(onCancel)
    }
  }
  return (
    <>
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : id}
        rows={1}
        className="block field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-ctl border border-ctl bg-surface px-2 py-1 aria-invalid:border-red-fg"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        // Another window in front takes the focus, too, and saves nothing.
        onBlur={({ currentTarget }) => document.activeElement !== currentTarget && save()}
      />
      {error !== undefined && (
        <p id={id} role="alert" className="mt-1 text-code text-red-fg">
          {error}
        </p>
      )}
    </>
  )
}
