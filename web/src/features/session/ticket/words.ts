import type { News } from '../model/types'

type Change = News['changes'][number]

/** How a change of one field reads as a sentence; other fields are named, and shown beside. */
const SENTENCES: Record<string, (after: string) => string> = {
  status: (after) => `Ticket moved to ${after}`,
  number: (after) => `Ticket merged into ${after}`,
  contact: (after) => (after ? `Contact is now ${after}` : 'Contact was removed'),
  company: (after) => (after ? `Company is now ${after}` : 'Company was removed'),
}

export const NOTE_WORDS = { customer: 'wrote to the ticket', internal: 'wrote an internal note' } as const

/** "Ticket moved to Waiting by Ada": without the time, which is drawn beside it. */
export function changeLine({ changes, author }: Pick<News, 'changes' | 'author'>): string {
  const by = author ? ` by ${author}` : ''
  const known = changes.flatMap(({ field, after }) => SENTENCES[field]?.(after) ?? [])
  const others = changes.filter(({ field }) => !(field in SENTENCES)).map(({ field }) => field)
  const rest = others.length > 0 ? [`${capital(others.join(', '))} changed`] : []
  return `${[...known, ...rest].join('. ')}${by}`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What is worth seeing of a change besides its sentence. */
export const detailsOf = (changes: readonly Change[]): Change[] =>
  changes.filter(({ field, before }) => !(field in SENTENCES) || (field === 'status' && before !== ''))
