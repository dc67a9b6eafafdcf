import { Check, ClipboardPaste, CircleCheck, CircleDashed, Circle, SkipForward, Undo2 } from 'lucide-react'
import { memo, useState, type FormEvent } from 'react'
import { cx } from '@/lib/cx'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { TextArea } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { CopyButton } from '../CopyButton'
import type { CheckWish } from '../model/checks'
import type { Check as DiagnosticCheck } from '../model/types'

export interface CheckRowProps {
  check: DiagnosticCheck
  locked: boolean
  onChange: (check: DiagnosticCheck, change: CheckWish['change'], ask: boolean) => void
  onUndo: (checkId: string) => void
}

const STATES = {
  todo: { icon: Circle, label: 'To do', look: 'text-fg3' },
  done: { icon: CircleCheck, label: 'Done', look: 'text-green-fg' },
  skipped: { icon: CircleDashed, label: 'Skipped', look: 'text-fg3' },
} as const

export const CheckRow = memo(function CheckRow({ check, locked, onChange, onUndo }: CheckRowProps) {
  const [logging, setLogging] = useState(false)
  const { icon: Icon, label, look } = STATES[check.status]
  const todo = check.status === 'todo'
  const reported = check.status === 'done' && check.source === 'assistant'
  return (
    <li className="flex flex-col gap-1 rounded-tag py-1 pr-1 hover:bg-sunken has-focus-visible:bg-sunken">
      <div className="flex items-start gap-2">
        <Icon size={16} strokeWidth={1.75} aria-hidden className={cx('mt-0.5 shrink-0', look)} />
        <div className="min-w-0 flex-1">
          <p data-row tabIndex={-1} className={cx('break-words outline-none', !todo && 'text-fg2')}>
            <span className="sr-only">{label}: </span>
            {check.title}
          </p>
          {reported && <p className="text-meta text-fg2">Reported by the assistant, not confirmed</p>}
          {todo && check.why && <p className="text-meta text-fg3">{check.why}</p>}
        </div>
        {!locked && todo && (
          <span className="flex shrink-0 items-center">
            <IconButton name="Log result" icon={ClipboardPaste} aria-expanded={logging} onClick={() => setLogging(!logging)} />
            <IconButton name="Skip" icon={SkipForward} onClick={() => onChange(check, { status: 'skipped' }, false)} />
          </span>
        )}
        {!locked && reported && (
          <IconButton
            name="Confirm the result"
            icon={Check}
            onClick={() => onChange(check, { status: 'done', ...(check.result && { result: check.result }) }, false)}
          />
        )}
        {!locked && !todo && <IconButton name="Undo" icon={Undo2} onClick={() => onUndo(check.id)} />}
      </div>
      {todo && check.command && (
        <div className="ml-6 flex items-center gap-1 rounded-ctl border border-line bg-sunken pl-2">
          <code className="min-w-0 flex-1 truncate font-mono text-code" title={check.command}>
            {check.command}
          </code>
          <CopyButton name="Copy command" text={check.command} />
        </div>
      )}
      {check.result && <Result text={check.result} />}
      {logging && todo && (
        <LogResult
          onCancel={() => setLogging(false)}
          onSave={(result, ask) => {
            setLogging(false)
            onChange(check, { status: 'done', ...(result && { result }) }, ask)
          }}
        />
      )}
    </li>
  )
})

const Result = ({ text }: { text: string }) => (
  <details className="ml-6 text-code text-fg2">
    <summary className="cursor-pointer truncate">{text.trim().split('\n', 1)[0]}</summary>
    <pre className="max-h-48 overflow-auto font-mono whitespace-pre-wrap">{text}</pre>
  </details>
)

interface LogResultProps {
  onSave: (result: string, ask: boolean) => void
  onCancel: () => void
}

function LogResult({ onSave, onCancel }: LogResultProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget, submitter)
    onSave(fieldText(form, 'result').trim(), form.has('ask'))
  }
  return (
    <form onSubmit={submit} className="ml-6 flex flex-col gap-2 pb-1">
      <TextArea
        label="Result"
        hideLabel
        name="result"
        rows={4}
        // It was opened to be pasted into.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        placeholder="Paste the output, or say what you saw"
        mono
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            onCancel()
          }
        }}
      />
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit">Save</Button>
        <Button type="submit" variant="primary" name="ask" value="yes">
          Save & ask the assistant
        </Button>
      </div>
    </form>
  )
}
