import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useFacts } from '../model/facts'
import { factName, useKeptText } from '../model/kept-text'
import type { Fact } from '../model/types'
import { KeptHere } from './KeptHere'
import { findSame } from './same-fact'

export interface AddFactProps {
  sessionId: string
  facts: readonly Fact[]
  /** As notes cite them, by id. */
  labels: ReadonlyMap<string, string>
  /** The session is closed. */
  locked: boolean
  onClose: () => void
}

export const NEW_FACT = 'facts-new'

/** Stays open for the next one; Escape closes it and keeps what was typed. */
export function AddFact({ sessionId, facts, labels, locked, onClose }: AddFactProps) {
  const { add, write, change } = useFacts(sessionId)
  const [text, type, giveBack] = useKeptText(factName(sessionId))
  const [told, setTold] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (document.activeElement === field.current) void field.current?.scrollIntoView({ block: 'nearest' })
  }, [facts.length])

  const send = () => {
    const wanted = text.trim()
    if (!wanted || locked) return
    const same = findSame(facts, wanted)
    if (same?.status === 'confirmed') {
      setTold(`Known already, as ${labels.get(same.id) ?? 'a fact above'}. Say what is new about it.`)
      return
    }
    type('')
    setTold(same ? 'It was proposed already, and is confirmed now.' : '')
    const stored = same ? change({ fact: same, change: { status: 'confirmed' } }) : write(wanted)
    // What could not be stored is back in the field.
    stored.catch(() => giveBack(wanted))
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
  const refused = add.error?.errors.length ? add.error : undefined
  const wrong = refused && (refused.fieldMessage('text') ?? refused.message)
  return (
    <div className="py-1">
      <textarea
        ref={field}
        id={NEW_FACT}
        aria-label="New fact"
        aria-describedby={`${NEW_FACT}-told`}
        aria-invalid={wrong !== undefined || undefined}
        rows={1}
        readOnly={locked}
        placeholder="One thing you know. Enter adds it, Esc closes"
        className="block field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-ctl border border-ctl bg-surface px-2 py-1 aria-invalid:border-red-fg"
        value={text}
        onChange={(event) => {
          type(event.target.value)
          setTold('')
        }}
        onKeyDown={onKeyDown}
        // Another window in front takes the focus, too, and closes nothing.
        onBlur={({ currentTarget }) => text.trim() === '' && document.activeElement !== currentTarget && onClose()}
      />
      <p id={`${NEW_FACT}-told`} role="status" className="text-code text-fg2 not-empty:mt-1">
        {wrong === undefined ? told : <span className="text-red-fg">{wrong}</span>}
      </p>
      {locked && <KeptHere text={text} />}
    </div>
  )
}
