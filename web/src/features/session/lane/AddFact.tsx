import { useState, type KeyboardEvent } from 'react'
import { useFacts } from '../model/facts'

/** Stays open for the next one; Escape closes it. */
export function AddFact({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { add } = useFacts(sessionId)
  const [text, setText] = useState('')
  const send = () => {
    const fact = text.trim()
    if (!fact) return
    setText('')
    // What could not be stored is back in the field.
    add.mutate({ text: fact, status: 'confirmed', important: false, internal: false }, { onError: () => setText(fact) })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
    }
  }
  return (
    <div className="py-1">
      <textarea
        // It was opened to be typed into.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label="New fact"
        rows={1}
        placeholder="One thing you know. Enter adds it, Esc closes"
        className="block field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-ctl border border-ctl bg-surface px-2 py-1"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => text.trim() === '' && onClose()}
      />
      {add.error && add.error.errors.length > 0 && (
        <p role="alert" className="mt-1 text-code text-red-fg">
          {add.error.fieldMessage('text') ?? add.error.message}
        </p>
      )}
    </div>
  )
}
