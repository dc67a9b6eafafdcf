import { makePreference } from '@/lib/preferences'

const make = (id: string) => makePreference(`section.${id}`, ['open', 'closed'] as const, 'open')

/** Which parts of the lane are folded; remembered in this browser. */
export const sections = { facts: make('facts'), checks: make('checks'), fix: make('fix'), similar: make('similar') }

export type SectionId = keyof typeof sections

/** Of the section itself, or of something in it: "fix-title". */
export function openSection(id: string) {
  const name = id.split('-', 1)[0] ?? ''
  if (name in sections) sections[name as SectionId].set('open')
}
