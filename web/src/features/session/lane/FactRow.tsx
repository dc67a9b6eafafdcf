import { Check, EyeOff, Pencil, Star, X } from 'lucide-react'
import { memo, useState } from 'react'
import { cx } from '@/lib/cx'
import { IconButton } from '@/ui/IconButton'
import type { FactWish } from '../model/facts'
import type { Fact } from '../model/types'
import { FactText } from './FactText'

export interface FactRowProps {
  fact: Fact
  /** Of a confirmed fact, as notes and forms cite it: F2. */
  label?: string | undefined
  locked: boolean
  onChange: (wish: FactWish) => void
  onRemove: (factId: string) => void
}

const SOURCES: Record<string, string> = { engineer: 'you or a colleague', assistant: 'the assistant', ticket: 'the ticket', check: 'a check' }

/** A proposal is dashed and asks; only what is confirmed reaches a note. */
export const FactRow = memo(function FactRow({ fact, label, locked, onChange, onRemove }: FactRowProps) {
  const [editing, setEditing] = useState(false)
  const proposed = fact.status === 'proposed'
  const change = (values: FactWish['change']) => onChange({ fact, change: values })

  return (
    <li
      data-fact
      id={label}
      tabIndex={label ? -1 : undefined}
      className={cx(
        'group relative flex items-start gap-1 border-l-2 py-1 pr-1 pl-2 hover:bg-sunken has-focus-visible:bg-sunken',
        proposed ? 'border-dashed border-amber-bd' : 'border-line',
      )}
    >
      <div className="min-w-0 flex-1">
        {editing ? (
          <FactText
            label="Fact"
            initial={fact.text}
            onSave={(text) => {
              setEditing(false)
              change({ text })
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <button
            type="button"
            data-row
            disabled={locked}
            title="Edit"
            className="block w-full rounded-tag text-left break-words"
            onClick={() => setEditing(true)}
          >
            {proposed && <span className="mr-1 font-semibold text-amber-fg">? <span className="sr-only">Proposed: </span></span>}
            {fact.text}
          </button>
        )}
        <p className="flex flex-wrap gap-x-2 text-meta text-fg3">
          {label && <span>{label}</span>}
          <span>{proposed ? `Proposed, from ${SOURCES[fact.source] ?? fact.source}` : `From ${SOURCES[fact.source] ?? fact.source}`}</span>
          {fact.important && <span className="font-medium text-fg2">Important</span>}
          {fact.internal && <span className="font-medium text-fg2">Internal: not in the customer’s note</span>}
        </p>
      </div>
      {!locked && !editing && (
        <span className="relative flex shrink-0 items-center">
          <span
            className={cx(
              'absolute right-full flex items-center bg-sunken pl-1',
              'opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 [@media(hover:none)]:static [@media(hover:none)]:bg-transparent [@media(hover:none)]:opacity-100',
            )}
          >
            <IconButton name="Important" icon={Star} aria-pressed={fact.important} onClick={() => change({ important: !fact.important })} />
            <IconButton name="Internal" icon={EyeOff} aria-pressed={fact.internal} onClick={() => change({ internal: !fact.internal })} />
            <IconButton name="Edit" icon={Pencil} onClick={() => setEditing(true)} />
          </span>
          {proposed && (
            <IconButton name="Confirm" keys="y" icon={Check} data-act="confirm" className="text-green-fg" onClick={() => change({ status: 'confirmed' })} />
          )}
          <IconButton name="Remove" keys="Delete" icon={X} data-act="remove" onClick={() => onRemove(fact.id)} />
        </span>
      )}
    </li>
  )
})
