import { useRef, useState, type SyntheticEvent } from 'react'
import type { ApiError } from '@/api/client'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { TextArea } from '@/ui/Field'
import { useKeptText } from '../model/kept-text'

export type OutcomeName = 'applied_success' | 'applied_failed' | 'applied_partial' | 'dismissed'

interface Choice {
  value: OutcomeName
  label: string
  /** What the field asks; none: the outcome is recorded at once. */
  asks?: string
  placeholder?: string
  hint?: string
  save?: string
}

const CHOICES: readonly Choice[] = [
  { value: 'applied_success', label: 'Success' },
  {
    value: 'applied_failed',
    label: 'Failed',
    asks: 'Why it failed (optional)',
    placeholder: 'What happened instead?',
    hint: 'The assistant is told and asked for the next step.',
    save: 'Record as failed',
  },
  {
    value: 'applied_partial',
    label: 'Partial',
    asks: 'Notes (needed for Partial)',
    placeholder: 'What works now, and what does not?',
    save: 'Record as partial',
  },
  { value: 'dismissed', label: 'Dismissed', asks: 'Why (optional)', placeholder: 'Wrong, already tried, not now', save: 'Dismiss the fix' },
]

export interface OutcomeFormProps {
  /** Under which the words are kept until they are recorded. */
  name: string
  label?: string
  busy: boolean
  error: ApiError | null
  canDismiss: boolean
  onSave: (outcome: OutcomeName, text: string) => void
}

/** Success is one click; the others ask for words first. */
export function OutcomeForm({ name, label = 'Outcome', busy, error, canDismiss, onSave }: OutcomeFormProps) {
  const [chosen, setChosen] = useState<OutcomeName>()
  const [text, setText] = useKeptText(name)
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const choice = CHOICES.find(({ value }) => value === chosen)

  const pick = ({ value, asks }: Choice) => {
    if (busy) return
    setMissing(false)
    if (!asks) onSave(value, '')
    setChosen(asks && value !== chosen ? value : undefined)
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!chosen || busy) return
    const notes = text.trim()
    setMissing(chosen === 'applied_partial' && !notes)
    if (chosen === 'applied_partial' && !notes) field.current?.focus()
    else onSave(chosen, notes)
  }
  const wrong = missing
    ? 'Say what works and what does not: a partial outcome needs notes.'
    : (error?.fieldMessage('notes') ?? error?.fieldMessage('failure_reason'))

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-2" aria-label={label}>
      <div role="group" aria-label="How did it go?" className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span aria-hidden className="text-code text-fg2">
          How did it go?
        </span>
        <div className="flex min-w-0 flex-1 basis-64 flex-wrap overflow-clip rounded-ctl border border-ctl bg-surface">
          {CHOICES.filter(({ value }) => canDismiss || value !== 'dismissed').map((one) => (
            <button
              key={one.value}
              type="button"
              aria-disabled={busy || undefined}
              aria-pressed={one.asks ? one.value === chosen : undefined}
              className={cx(
                'h-[30px] flex-1 border-r border-line px-2 text-fg2 last:border-r-0 hover:bg-sunken hover:text-fg focus-visible:-outline-offset-2',
                one.value === chosen && 'bg-sunken font-medium text-fg shadow-[inset_0_-2px_0_var(--accent)]',
              )}
              onClick={() => pick(one)}
            >
              {one.label}
            </button>
          ))}
        </div>
      </div>
      {choice?.asks && (
        <>
          <TextArea
            key={choice.value}
            ref={field}
            label={choice.asks}
            rows={2}
            hint={choice.hint}
            error={wrong}
            placeholder={choice.placeholder}
            // The choice asked for these words.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={text}
            onFocus={({ currentTarget }) => currentTarget.form?.scrollIntoView({ block: 'nearest' })}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
            }}
          />
          <Button type="submit" variant="primary" className="self-end" idle={busy} aria-keyshortcuts="Control+Enter Meta+Enter" title="Ctrl+Enter">
            {busy ? 'Recording' : choice.save}
          </Button>
        </>
      )}
    </form>
  )
}
