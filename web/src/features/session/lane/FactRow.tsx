import { Link } from '@tanstack/react-router'
import { Check, EyeOff, Pencil, Star, X } from 'lucide-react'
import { memo, useState } from 'react'
import { ApiError } from '@/api/client'
import { cx } from '@/lib/cx'
import { local } from '@/lib/local'
import { IconButton } from '@/ui/IconButton'
import type { FactWish } from '../model/facts'
import { factEditName } from '../model/kept-text'
import type { Fact, SessionDiagram } from '../model/types'
import { tellSource } from './fact-source'
import { FactText } from './FactText'

export interface FactRowProps {
  fact: Fact
  /** Of a confirmed fact, as notes and forms cite it: F2. */
  label?: string | undefined
  /** The diagram that the fact says in words. */
  diagram?: SessionDiagram | undefined
  /** Whoever looks at it wrote it. */
  mine: boolean
  locked: boolean
  /** Rejects when it is refused. */
  onChange: (wish: FactWish) => Promise<void>
  onRemove: (factId: string) => void
}

/** A proposal is dashed and asks; only what is confirmed reaches a note. */
export const FactRow = memo(function FactRow({ fact, label, diagram, mine, locked, onChange, onRemove }: FactRowProps) {
  const name = factEditName(fact.id)
  // A reload in the middle of it: what was typed is still in the field.
  const [editing, setEditing] = useState<'asked' | 'kept' | undefined>(() => (local.read(name) === '' ? undefined : 'kept'))
  const [wrong, setWrong] = useState<string>()
  const proposed = fact.status === 'proposed'
  const { icon: Icon, words } = tellSource(fact, mine)
  // The page says so itself when it is refused.
  const change = (values: FactWish['change']) => void onChange({ fact, change: values }).catch(() => undefined)
  const save = (text: string) => {
    setEditing(undefined)
    setWrong(undefined)
    onChange({ fact, change: { text } }).catch((error: unknown) => {
      // Refused: back in the field, as it was typed.
      local.write(name, text)
      setWrong(error instanceof ApiError ? (error.fieldMessage('text') ?? error.message) : 'It was not saved.')
      setEditing('kept')
    })
  }

  return (
    <li
      data-fact
      id={label}
      tabIndex={label ? -1 : undefined}
      className={cx(
        'group relative flex items-start gap-1 border-l-2 py-1 pr-1 pl-2 hover:bg-sunken has-focus-visible:bg-sunken in-data-[density=compact]:py-0.5',
        // Dozens of rows cost no more than those in view.
        '[contain-intrinsic-block-size:auto_46px] [content-visibility:auto]',
        proposed ? 'border-dashed border-amber-bd' : 'border-line',
      )}
    >
      <div className="min-w-0 flex-1">
        {editing ? (
          <FactText
            label="Fact"
            name={name}
            initial={fact.text}
            focused={editing === 'asked'}
            error={wrong}
            onSave={save}
            onCancel={() => {
              setEditing(undefined)
              setWrong(undefined)
            }}
          />
        ) : (
          <button
            type="button"
            data-row
            disabled={locked}
            title="Edit"
            className="block w-full rounded-tag text-left break-words focus-visible:relative focus-visible:z-1 focus-visible:-outline-offset-1"
            onClick={() => setEditing('asked')}
          >
            {proposed && <span className="mr-1 font-semibold text-amber-fg">? <span className="sr-only">Proposed: </span></span>}
            {fact.text}
          </button>
        )}
        <p className="flex flex-wrap items-center gap-x-2 text-meta text-fg3">
          {label && <span className="font-medium text-fg2">{label}</span>}
          <span className="inline-flex min-w-0 items-center gap-1">
            <Icon size={12} strokeWidth={1.75} aria-hidden className="shrink-0" />
            {words}
          </span>
          {diagram && (
            <Link to="/map/$client" params={{ client: diagram.client }} search={{ diagram: diagram.diagram_id }} className="inline-flex min-h-6 items-center text-accent underline">
              Network diagram, version {diagram.diagram_version}
            </Link>
          )}
          {fact.important && (
            <span className="inline-flex items-center gap-1 font-medium text-fg2">
              <Star size={12} strokeWidth={2} aria-hidden className="fill-current" /> Important
            </span>
          )}
          {fact.internal && (
            <span className="inline-flex items-center gap-1 font-medium text-fg2">
              <EyeOff size={12} strokeWidth={2} aria-hidden /> Internal: not in the customer’s note
            </span>
          )}
        </p>
      </div>
      {!locked && !editing && (
        <span className="flex shrink-0 items-center">
          <span
            className={cx(
              // On the line below the text, which it never covers.
              'absolute bottom-0 flex h-5 items-center bg-sunken pl-1 *:size-6 [@media(hover:none)]:h-auto [@media(hover:none)]:*:size-7',
              proposed ? 'right-[60px]' : 'right-8',
              'opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 [@media(hover:none)]:static [@media(hover:none)]:bg-transparent [@media(hover:none)]:opacity-100',
            )}
          >
            <IconButton name="Important" icon={Star} aria-pressed={fact.important} onClick={() => change({ important: !fact.important })} />
            <IconButton name="Internal" icon={EyeOff} aria-pressed={fact.internal} onClick={() => change({ internal: !fact.internal })} />
            <IconButton name="Edit" keys="Enter" icon={Pencil} onClick={() => setEditing('asked')} />
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
