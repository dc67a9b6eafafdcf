import { useEffect, useState } from 'react'
import { ApiError } from '@/api/client'
import { typed } from '@/lib/typed'
import type { FactWish } from '../model/facts'
import { factEditName } from '../model/kept-text'
import type { Fact } from '../model/types'
import { keptBases } from './kept-bases'

/** Its field is open: the fact as it was then, and whether it was asked for by a key or a click. */
interface Editing {
  base: Fact
  asked: boolean
}

export interface FactEditing {
  sessionId: string
  fact: Fact
  /** Rejects when it is refused. */
  onChange: (wish: FactWish) => Promise<void>
  /** The row stays on the page while its field is open, whatever others do. */
  onEditing: (fact: Fact, open: boolean) => void
  /** Another person removed it while its field is open here. */
  gone: boolean
  onAddAnew: (text: string) => void
}

/** A fact's field: open with what was typed also after a reload, until it is saved or given up. */
export function useFactEdit({ sessionId, fact, onChange, onEditing, gone, onAddAnew }: FactEditing) {
  const [editing, setEditing] = useState<Editing | undefined>(() => {
    const base = keptBases.of(sessionId, fact)
    return base && { base, asked: false }
  })
  const [wrong, setWrong] = useState<string>()
  const base = editing?.base
  useEffect(() => {
    if (!base) return
    onEditing(base, true)
    return () => onEditing(base, false)
  }, [base, onEditing])
  const begin = (from: Fact, asked: boolean) => {
    keptBases.put(sessionId, from)
    setEditing({ base: from, asked })
  }
  const close = () => {
    keptBases.drop(sessionId, fact.id)
    setEditing(undefined)
    setWrong(undefined)
  }
  const save = (text: string) => {
    close()
    if (gone) return onAddAnew(text)
    onChange({ fact, change: { text } }).catch((error: unknown) => {
      // Refused: back in the field, as it was typed.
      typed.write(factEditName(fact.id), text)
      // Changed by somebody else meanwhile: their text comes beside it.
      if (!(error instanceof ApiError && error.status === 412))
        setWrong(error instanceof ApiError ? (error.fieldMessage('text') ?? error.message) : 'It was not saved.')
      begin(fact, false)
    })
  }
  return {
    editing,
    wrong,
    /** Others made something else of it since. */
    moved: base !== undefined && (gone || (fact.version !== base.version && fact.text !== base.text)),
    open: () => begin(fact, true),
    close,
    save,
  }
}
