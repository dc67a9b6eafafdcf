import { Check, ClipboardPaste, CircleCheck, CircleDashed, Circle, SkipForward, Undo2 } from 'lucide-react'
import { memo, useState } from 'react'
import { cx } from '@/lib/cx'
import { typed } from '@/lib/typed'
import { IconButton } from '@/ui/IconButton'
import { CopyButton } from '../CopyButton'
import { resultName } from '../model/kept-text'
import { usePeople, useRemote } from '../people/people'
import { RemoteMark } from '../people/RemoteMark'
import type { Check as DiagnosticCheck } from '../model/types'
import { LogResult } from './LogResult'

export interface CheckRowProps {
  check: DiagnosticCheck
  locked: boolean
  /** Rejects when it is refused. */
  onLog: (check: DiagnosticCheck, result: string, ask: boolean) => Promise<void>
  onSkip: (check: DiagnosticCheck) => void
  /** Of what the assistant reported. */
  onConfirm: (check: DiagnosticCheck) => void
  onUndo: (checkId: string) => void
}

/** Its field is open: the check's version then, and whether it was asked for by a key or a click. */
interface Logging {
  base: number
  asked: boolean
}

/** Somebody else was done with it while this page was away. */
const NEVER_SEEN = -1

const STATES = {
  todo: { icon: Circle, label: 'To do', look: 'text-fg3' },
  done: { icon: CircleCheck, label: 'Done', look: 'text-green-fg' },
  skipped: { icon: CircleDashed, label: 'Skipped', look: 'text-fg3' },
} as const

export const CheckRow = memo(function CheckRow({ check, locked, onLog, onSkip, onConfirm, onUndo }: CheckRowProps) {
  // A reload in the middle of it: what was pasted is still in the field.
  const [logging, setLogging] = useState<Logging | undefined>(() =>
    typed.read(resultName(check.id)) === '' ? undefined : { base: check.status === 'todo' ? check.version : NEVER_SEEN, asked: false },
  )
  const [saving, setSaving] = useState(false)
  const people = usePeople()
  const remote = useRemote(check.id)
  const { icon: Icon, label, look } = STATES[check.status]
  const todo = check.status === 'todo'
  // Somebody else was done with it first.
  const moved = logging !== undefined && !saving && !todo && check.version !== logging.base
  const log = async (result: string, ask: boolean) => {
    setSaving(true)
    try {
      await onLog(check, result, ask)
      setLogging(undefined)
    } finally {
      setSaving(false)
    }
  }
  const reported = check.status === 'done' && check.source === 'assistant'
  return (
    <li
      id={`check-${check.id}`}
      tabIndex={-1}
      className={cx(
        'flex flex-col gap-1 rounded-tag py-1 pr-1 hover:bg-sunken has-focus-visible:bg-sunken in-data-[density=compact]:py-0.5',
        // Dozens of rows cost no more than those in view.
        '[contain-intrinsic-block-size:auto_64px] [content-visibility:auto]',
        remote && 'flash',
      )}
    >
      <div className="flex items-start gap-2">
        <Icon size={16} strokeWidth={1.75} aria-hidden className={cx('mt-0.5 shrink-0', look)} />
        <div className="min-w-0 flex-1">
          <p data-row tabIndex={-1} className={cx('rounded-tag break-words focus-visible:-outline-offset-1', !todo && 'text-fg2')}>
            <span className="sr-only">{label}: </span>
            {check.title}
          </p>
          {remote?.own && (
            <p className="text-meta">
              <RemoteMark mark={remote} />
            </p>
          )}
          {reported && <p className="text-meta text-fg2">Reported by the assistant, not confirmed</p>}
          {todo && check.proposed_by && <p className="text-meta text-fg3">Proposed by {check.proposed_by}, through MCP</p>}
          {todo && check.why && <p className="text-meta text-fg3">{check.why}</p>}
        </div>
        {!locked && todo && (
          <span className="flex shrink-0 items-center">
            <IconButton
              name="Log result"
              icon={ClipboardPaste}
              aria-expanded={logging !== undefined}
              onClick={() => setLogging(logging ? undefined : { base: check.version, asked: true })}
            />
            <IconButton name="Skip" icon={SkipForward} onClick={() => onSkip(check)} />
          </span>
        )}
        {!locked && reported && (
          <IconButton name="Confirm the result" icon={Check} className="text-green-fg" onClick={() => onConfirm(check)} />
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
      {logging && (!locked || typed.read(resultName(check.id)) !== '') && (todo || moved) && (
        <LogResult
          checkId={check.id}
          focused={logging.asked}
          locked={locked}
          theirs={moved ? { by: people.remote.lastBy(check.id), text: check.result ?? label } : undefined}
          onSave={log}
          onClose={() => setLogging(undefined)}
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
