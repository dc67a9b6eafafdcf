import { Check, EyeOff, Pencil, Star, X } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import { ApiError } from '@/api/client'
import { cx } from '@/lib/cx'
import { typed } from '@/lib/typed'
import { IconButton } from '@/ui/IconButton'
import type { FactWish } from '../model/facts'
import { factEditName } from '../model/kept-text'
import type { Fact, SessionDiagram } from '../model/types'
import { usePeople, useRemote } from '../people/people'
import { FactDetails } from './FactDetails'
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
  /** The row stays on the page while its field is open, whatever others do. */
  onEditing: (fact: Fact, open: boolean) => void
  /** Another person removed it while its field is open here. */
  gone: boolean
  onAddAnew: (text: string) => void
}

/** Its field is open: the fact as it was then, and whether it was asked for by a key or a click. */
interface Editing {
  base: Fact
  asked: boolean
}

/** A proposal is dashed and asks; only what is confirmed reaches a note. */
export const FactRow = memo(function FactRow({ fact, label, diagram, mine, locked, onChange, onRemove, onEditing, gone, onAddAnew }: FactRowProps) {
  const name = factEditName(fact.id)
  // A reload in the middle of it: what was typed is still in the field.
  const [editing, setEditing] = useState<Editing | undefined>(() => (typed.read(name) === '' ? undefined : { base: fact, asked: false }))
  const [wrong, setWrong] = useState<string>()
  const people = usePeople()
  const remote = useRemote(fact.id)
  const base = editing?.base
  useEffect(() => {
    if (!base) return
    onEditing(base, true)
    return () => onEditing(base, false)
  }, [base, onEditing])
  const proposed = fact.status === 'proposed'
  const moved = base !== undefined && (gone || (fact.version !== base.version && fact.text !== base.text))
  // The page says so itself when it is refused.
  const change = (values: FactWish['change']) => void onChange({ fact, change: values }).catch(() => undefined)
  const open = () => setEditing({ base: fact, asked: true })
  const close = () => {
    setEditing(undefined)
    setWrong(undefined)
  }
  const save = (text: string) => {
    close()
    if (gone) return onAddAnew(text)
    onChange({ fact, change: { text } }).catch((error: unknown) => {
      // Refused: back in the field, as it was typed.
      typed.write(name, text)
      // Changed by somebody else meanwhile: their text comes beside it.
      if (!(error instanceof ApiError && error.status === 412))
        setWrong(error instanceof ApiError ? (error.fieldMessage('text') ?? error.message) : 'It was not saved.')
      setEditing({ base: fact, asked: false })
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
        remote && 'flash',
      )}
    >
      <div className="min-w-0 flex-1">
        {editing ? (
          <FactText
            label="Fact"
            name={name}
            initial={editing.base.text}
            focused={editing.asked}
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
