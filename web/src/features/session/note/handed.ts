import { useState } from 'react'
import { maskTyped } from '@/lib/mask'
import { typed } from '@/lib/typed'
import type { Schemas } from '@/api/client'

/** To whom an escalation goes, as it is chosen: nobody in particular, a person, or a queue by its name. */
export interface Handed {
  question: string
  to: { user: string } | { queue: string } | undefined
}

const NOBODY: Handed = { question: '', to: undefined }

const spell = (handed: Handed) => (handed.question || handed.to ? JSON.stringify(handed) : '')

function parse(text: string): Handed {
  try {
    return { ...NOBODY, ...(JSON.parse(text || '{}') as Partial<Handed>) }
  } catch {
    return NOBODY
  }
}

/** Kept in this browser until the round is over. */
export function useHanded(sessionId: string, round: number) {
  const name = `handed.${sessionId}.${round}`
  const [handed, setHanded] = useState(() => parse(typed.read(name)))
  const change = (part: Partial<Handed>) => {
    const next = { ...handed, ...part }
    setHanded(next)
    typed.write(name, spell(next), spell({ ...next, question: maskTyped(next.question) }))
  }
  return { handed, change }
}

/** As the post tells it; a queue without a name is none. */
export function handedBody({ question, to }: Handed): Pick<Schemas['NotePost'], 'question' | 'to'> {
  const queue = to && 'queue' in to ? to.queue.trim() : ''
  return {
    ...(question.trim() && { question: question.trim() }),
    ...(to && 'user' in to && { to: { user_id: to.user } }),
    ...(queue && { to: { queue } }),
  }
}
