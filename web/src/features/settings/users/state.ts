import type { Tone } from '@/ui/Tag'
import type { User } from './queries'

export interface UserState {
  word: 'Active' | 'Invited' | 'Link expired' | 'Deactivated'
  tone: Tone
}

/** Who has never been here is invited, for as long as the link holds. */
export function stateOf({ disabled_at, activity }: User): UserState {
  if (disabled_at) return { word: 'Deactivated', tone: 'red' }
  if (!activity || activity.last_seen_at || activity.password_set) return { word: 'Active', tone: 'green' }
  return activity.link_expires_at ? { word: 'Invited', tone: 'accent' } : { word: 'Link expired', tone: 'amber' }
}

/** Those who can work first, by name; the deactivated ones last. */
export const inOrder = (users: readonly User[]): User[] =>
  users.toSorted(
    (one, other) => Number(one.disabled_at !== null) - Number(other.disabled_at !== null) || one.name.localeCompare(other.name),
  )

export function matching(users: readonly User[], words: string): User[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return users.filter((user) => {
    const text = `${user.name} ${user.email} ${user.role} ${stateOf(user).word}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
