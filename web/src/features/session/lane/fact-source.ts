import { ClipboardCheck, Plug, Sparkles, Ticket, UserRound, type LucideIcon } from 'lucide-react'
import type { Fact } from '../model/types'

interface Told {
  icon: LucideIcon
  /** "Added by you", "Proposed, from the ticket". */
  words: string
}

const ORIGINS: Record<string, { icon: LucideIcon; words: string }> = {
  assistant: { icon: Sparkles, words: 'from the assistant' },
  ticket: { icon: Ticket, words: 'from the ticket' },
  check: { icon: ClipboardCheck, words: 'from a check' },
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** Where a fact comes from. Of rows older than the names nobody knows whose they were. */
export function tellSource({ source, status, added_by: by }: Pick<Fact, 'source' | 'status' | 'added_by'>, mine: boolean): Told {
  const proposed = status === 'proposed'
  if (source === 'engineer' || source === 'mcp') {
    const act = proposed ? 'Proposed' : 'Added'
    const who = mine ? 'you' : (by ?? 'an engineer')
    return source === 'mcp' ? { icon: Plug, words: `${act} by ${who}, through MCP` } : { icon: UserRound, words: `${act} by ${who}` }
  }
  const { icon, words } = ORIGINS[source] ?? { icon: Sparkles, words: `from ${source}` }
  return { icon, words: proposed ? `Proposed, ${words}` : capital(words) }
}
