import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { ApiError } from '@/api/client'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { TextArea } from '@/ui/Field'
import { resultName, useKeptText } from '../model/kept-text'
import { tellMeanwhile, Theirs } from '../people/Theirs'
import { KeptHere } from './KeptHere'

export interface LogResultProps {
  checkId: string
  /** It was asked for just now, and is to be typed into. */
  focused: boolean
  /** The session is closed. */
  locked: boolean
  /** What another person logged since the field was opened. */
  theirs: { by: string | undefined; text: string } | undefined
  /** Rejects when it is refused. */
  onSave: (result: string, ask: boolean) => Promise<void>
  onClose: () => void
}

const MISSING = 'Paste the output, or say in a few words what you saw.'

/** What was pasted stays until it is stored: over a refusal, a reload, and Escape. Cancel throws it away. */
export function LogResult({ checkId, focused, locked, theirs, onSave, onClose }: LogResultProps) {
  const [text, type] = useKeptText(resultName(checkId))
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  // Their version that was seen and taken into one's own.
  const [merged, setMerged] = useState<string>()
  const conflict = theirs !== undefined && theirs.text !== merged
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focused) field.current?.focus()
  }, [focused])

  const save = async (ask: boolean, over = false) => {
    const result = text.trim()
    if (busy || locked || (conflict && !over)) return
    if (!result) {
      setWrong(MISSING)
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      await onSave(result, ask)
      type('')
      onClose()
    } catch (error) {
      setWrong(error instanceof ApiError ? (error.fieldMessage('result') ?? error.message) : 'It was not saved.')
    } finally {
      setBusy(false)
    }
  }
  const drop = () => {
    type('')
    onClose()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void save((event.nativeEvent as SubmitEvent).submitter?.getAttribute('name') === 'ask')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void save(true)
    }
  }
  return (
    <form noValidate aria-label="Result" onSubmit={submit} className="ml-6 flex flex-col gap-2 py-1">
      <TextArea
        ref={field}
        label="Result"
        hideLabel
        rows={4}
        readOnly={locked}
        placeholder="Paste the output, or say what you saw"
        mono
        error={wrong}
        value={text}
        onChange={(event) => {
          type(event.target.value)
          setWrong(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      {conflict && (
        <Theirs
          said={tellMeanwhile(theirs)}
          mine={text.trim()}
          theirs={theirs.text}
          onMine={text.trim() && !locked ? () => void save(false, true) : undefined}
          onTheirs={drop}
          onMerge={() => {
            setMerged(theirs.text)
            type([text.trim(), theirs.text].filter(Boolean).join('\n'))
            field.current?.focus()
          }}
        />
      )}
      {locked && <KeptHere text={text} />}
      <div className={cx('flex flex-wrap justify-end gap-2', locked && 'hidden')}>
        <Button variant="ghost" onClick={drop}>
          Cancel
        </Button>
        <Button type="submit" idle={busy}>
          Save
        </Button>
        <Button type="submit" variant="primary" name="ask" idle={busy} title="Ctrl+Enter">
          {busy ? 'Saving' : 'Save & ask the assistant'}
        </Button>
      </div>
    </form>
  )
}
