import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import { useKeptText } from '../model/kept-text'
import { tellMeanwhile, Theirs, type Meanwhile } from '../people/Theirs'
import { KeptHere } from './KeptHere'

export interface FactTextProps {
  label: string
  /** Under which it is kept while it is typed. */
  name: string
  initial: string
  /** It was asked for just now: typing goes on in it. */
  focused: boolean
  /** The session is closed: nothing can be saved, and nothing is lost. */
  locked: boolean
  /** What another person made of it since the field was opened. */
  theirs: Meanwhile | undefined
  error?: string | undefined
  onSave: (text: string) => void
  onCancel: () => void
}

/** Enter saves, Escape reverts; leaving the field saves what was typed. With two versions nothing is saved by itself. */
export function FactText({ label, name, initial, focused, locked, theirs, error, onSave, onCancel }: FactTextProps) {
  const id = useId()
  const [text, type] = useKeptText(name, initial)
  // Their version that was seen and taken into one's own.
  const [merged, setMerged] = useState<string>()
  const field = useRef<HTMLTextAreaElement>(null)
  const around = useRef<HTMLDivElement>(null)
  const done = useRef(false)
  useEffect(() => {
    const element = field.current
    if (!focused || !element) return
    element.focus()
    element.setSelectionRange(element.value.length, element.value.length)
  }, [focused])

  const wanted = text.trim()
  const conflict = theirs !== undefined && (theirs.text === undefined || (theirs.text !== merged && theirs.text !== wanted))
  const close = (act: () => void) => {
    // The field that goes says so with a last blur.
    if (done.current) return
    done.current = true
    type(initial)
    act()
  }
  const store = () => close(() => (wanted && (wanted !== initial || theirs) ? onSave(wanted) : onCancel()))
  const save = () => {
    if (!conflict && !locked) store()
  }
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
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLTextAreaElement>) => {
    // Another window in front takes the focus, too, and saves nothing.
    if (document.activeElement !== currentTarget && !around.current?.contains(relatedTarget)) save()
  }
  return (
    <div ref={around} className="flex flex-col gap-1">
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : id}
        rows={1}
        readOnly={locked}
        className="block field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-ctl border border-ctl bg-surface px-2 py-1 aria-invalid:border-red-fg"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      {error !== undefined && (
        <p id={id} role="alert" className="text-code text-red-fg">
          {error}
        </p>
      )}
      {locked && <KeptHere text={text} />}
      {conflict && (
        <Theirs
          said={tellMeanwhile(theirs)}
          mine={wanted}
          theirs={theirs.text}
          onMine={wanted && !locked ? store : undefined}
          onTheirs={() => close(onCancel)}
          onMerge={() => {
            setMerged(theirs.text)
            type(`${wanted} ${theirs.text}`)
            field.current?.focus()
          }}
        />
      )}
    </div>
  )
}
