import { useState, type KeyboardEvent } from 'react'

export interface FactTextProps {
  label: string
  initial: string
  onSave: (text: string) => void
  onCancel: () => void
  placeholder?: string
}

/** Enter saves, Escape reverts; leaving the field saves what was typed. */
export function FactText({ label, initial, onSave, onCancel, placeholder }: FactTextProps) {
  const [text, setText] = useState(initial)
  const save = () => (text.trim() && text.trim() !== initial ? onSave(text.trim()) : onCancel())
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      onCancel()
    }
  }
  return (
    <textarea
      // The engineer asked for this field: typing goes on in it.
      // eslint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      aria-label={label}
      rows={1}
      placeholder={placeholder}
      className="block field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-ctl border border-ctl bg-surface px-2 py-1"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={save}
    />
  )
}
