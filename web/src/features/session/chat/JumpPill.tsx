import { ArrowDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '@/ui/Button'
import type { LiveAnswers } from '../model/live'
import type { Message } from '../model/types'
import { countLines, linesSince } from './lines'
import { useLiveText } from './useLiveText'

export interface JumpPillProps {
  messages: readonly Message[]
  /** Rows that are no messages: news, posted notes. */
  others: number
  live: LiveAnswers
  onJump: () => void
}

const NOBODY = { turn: null, content: '' }

/** Shown while the reader is away from the end: how much came since. */
export function JumpPill({ messages, others, live, onJump }: JumpPillProps) {
  const running = messages.findLast(({ turn }) => turn?.status === 'running')
  const growing = useLiveText(live, running ?? NOBODY)
  const [since] = useState(messages[0]?.id ?? '')
  const told = useMemo(() => linesSince(messages, since), [messages, since])
  const total = told + others + Math.max(0, countLines(growing) - countLines(running?.content ?? ''))
  const [base] = useState(total)
  const fresh = Math.max(0, total - base)
  return (
    <Button className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-sm" onClick={onJump}>
      <ArrowDown size={14} strokeWidth={2} aria-hidden />
      Jump to latest{fresh > 0 && `, ${fresh.toLocaleString('en')} new ${fresh === 1 ? 'line' : 'lines'}`}
    </Button>
  )
}
