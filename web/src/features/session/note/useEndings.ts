import { useEffect, useEffectEvent, useRef } from 'react'
import { say } from '@/ui/toast'
import type { Whole, Writeback } from '../model/types'
import { useActs } from './useActs'
import { tell } from './words'

const nameOf = (one: Writeback) => `${one.id} ${one.step} ${one.finished_at}`

/** Says once how each write-back ended, whoever began it and however its end became known. */
export function useEndings(whole: Whole, system: string, ticketUrl: string | undefined) {
  const told = useRef<Set<string>>(undefined)
  const { buttonsOf } = useActs(whole.session.id, ticketUrl)
  const announce = useEffectEvent((writeback: Writeback) => {
    const { tone, text, detail, acts } = tell(writeback, system)
    const [first, second] = buttonsOf(writeback, acts)
    const more = { description: detail, second }
    if (tone === 'green') say.done(text, first, more)
    else if (tone === 'amber') say.warn(text, first, more)
    else say.failed(text, undefined, first, more)
  })
  useEffect(() => {
    const ended = whole.writebacks.filter((one) => one.finished_at !== null)
    const before = told.current
    told.current = new Set(ended.map(nameOf))
    if (!before) return // What had ended when the page was opened is no news.
    ended.filter((one) => !before.has(nameOf(one))).forEach(announce)
  }, [whole.writebacks])
}
