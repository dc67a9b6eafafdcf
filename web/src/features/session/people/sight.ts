/** Who is at a session, as its stream tells. */

export interface Person {
  id: string
  name: string
  initials: string
}

export type Doing = 'viewing' | 'typing' | 'editing_note'

export interface Present extends Person {
  doing: Doing
  tabs: number
}

export interface Lease {
  part: 'resolution' | 'escalation' | 'script'
  holder: Person
  asked_by: Person | null
  /** Moves with every save. */
  revision: number
}

export interface Sight {
  people: readonly Present[]
  leases: readonly Lease[]
}

export const NOBODY: Sight = { people: [], leases: [] }

const WORDS: Record<Doing, string> = { viewing: 'viewing', typing: 'typing', editing_note: 'editing the note' }

export const doingWords = ({ doing }: Present): string => WORDS[doing]

/** "Ana is typing", "Ana and Ben are typing", "3 people are typing". */
export function typingWords(people: readonly Present[]): string {
  const names = people.filter(({ doing }) => doing === 'typing').map(({ name }) => name)
  if (names.length === 0) return ''
  if (names.length === 1) return `${names[0]} is typing`
  return names.length === 2 ? `${names.join(' and ')} are typing` : `${names.length} people are typing`
}

/** Whether someone else's text of a note may have moved: it is read again then. */
export const textMoved = (before: Sight, now: Sight, me: string | undefined): boolean => {
  const theirs = ({ leases }: Sight) =>
    leases.filter(({ holder }) => holder.id !== me).map(({ part, holder, revision }) => `${part} ${holder.id} ${revision}`).join()
  return theirs(before) !== theirs(now)
}
