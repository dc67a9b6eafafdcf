import { useState } from 'react'
import { typed } from '@/lib/typed'

/** What is typed and not sent, kept in this browser: no panel that closes and no reload costs it. */
export function useKeptText(name: string, initial = '') {
  const [text, setText] = useState(() => typed.read(name) || initial)
  const put = (next: string) => {
    setText(next)
    typed.write(name, next === initial ? '' : next)
  }
  /** Refused by the server: back in the field, before what was typed since. */
  const giveBack = (refused: string) => {
    setText((now) => {
      const next = now.trim() === '' || now === refused ? refused : `${refused}\n${now}`
      typed.write(name, next)
      return next
    })
  }
  return [text, put, giveBack] as const
}

export const factName = (sessionId: string) => `fact.${sessionId}`
export const factEditName = (factId: string) => `fact-edit.${factId}`
export const resultName = (checkId: string) => `result.${checkId}`
export const outcomeName = (fixId: string) => `outcome.${fixId}`
