import { Check, EyeOff, Pencil, Star, X } from 'lucide-react'
import { memo } from 'react'
import { cx } from '@/lib/cx'
import { IconButton } from '@/ui/IconButton'
import type { FactWish } from '../model/facts'
import { factEditName } from '../model/kept-text'
import type { SessionDiagram } from '../model/types'
import { usePeople, useRemote } from '../people/people'
import { FactDetails } from './FactDetails'
import { FactText } from './FactText'
import { useFactEdit, type FactEditing } from './useFactEdit'

export interface FactRowProps extends FactEditing {
  /** Of a confirmed fact, as notes and forms cite it: F2. */
  label?: string | undefined
  /** The diagram that the fact says in words. */
  diagram?: SessionDiagram | undefined
  /** Whoever looks at it wrote it. */
  mine: boolean
  locked: boolean
  onRemove: (factId: string) => void
}

/** A proposal is dashed and asks; only what is confirmed reaches a note. */
export const FactRow = memo(function FactRow({ label, diagram, mine, locked, onRemove, ...edited }: FactRowProps) {
  const { fact, onChange, gone } = edited
  const { editing, wrong, moved, open, close, save } = useFactEdit(edited)
  const people = usePeople()
  const remote = useRemote(fact.id)
  const proposed = fact.status === 'proposed'
  // The page says so itself when it is refused.
  const change = (values: FactWish['change']) => void onChange({ fact, change: values }).catch(() => undefined)

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
        remote && 'flash',
      )}
    >
      <div className="min-w-0 flex-1">
        {editing ? (
          <FactText
            label="Fact"
            name={factEditName(fact.id)}
            initial={editing.base.text}
            focused={editing.asked}
            locked={locked}
            theirs={moved ? { by: people.remote.lastBy(fact.id), text: gone ? undefined : fact.text } : undefined}
            error={wrong}
            onSave={save}
            onCancel={close}
          />
        ) : (
          <button
            type="button"
            data-row
            disabled={locked}
            title="Edit"
            className="block min-h-6 w-full rounded-tag text-left break-words focus-visible:relative focus-visible:z-1 focus-visible:-outline-offset-1"
            onClick={open}
          >
            {proposed && <span className="mr-1 font-semibold text-amber-fg">? <span className="sr-only">Proposed: </span></span>}
            {fact.text}
          </button>
        )}
        <FactDetails {...{ fact, label, diagram, mine, remote }} />
      </div>
      {!locked && !editing && (
        <span className="flex shrink-0 items-center">
          <span
            className={cx(
              // On the line below the text, which it never covers.
              'absolute bottom-0 flex h-6 items-center bg-sunken pl-1 [&_button]:size-6 [@media(hover:none)]:h-auto [@media(hover:none)]:[&_button]:size-7',
              proposed ? 'right-[60px]' : 'right-8',
              'opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 [@media(hover:none)]:static [@media(hover:none)]:bg-transparent [@media(hover:none)]:opacity-100',
            )}
          >
            <IconButton name="Important" icon={Star} aria-pressed={fact.important} onClick={() => change({ important: !fact.important })} />
            <IconButton name="Internal" icon={EyeOff} aria-pressed={fact.internal} onClick={() => change({ internal: !fact.internal })} />
            <IconButton name="Edit" keys="Enter" icon={Pencil} onClick={open} />
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
