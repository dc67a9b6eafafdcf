import { grouped } from '@/lib/grouped'
import type { FoundSession } from './queries'

export interface End {
  /** Before the text: "Fixed by". Empty: the text stands for itself. */
  label: string
  text: string
  /** A fix is known to have worked: the one end that has a success sign. */
  worked: boolean
}

/** As a note says that none was found. */
const NO_CAUSE = /^no root cause\b/i

/** How a closed session ended, as far as it was told: what fixed it, or what is asked of the next engineer. */
export function tellEnd({ status, fixes, cause, question }: Pick<FoundSession, 'status' | 'fixes' | 'cause' | 'question'>): End {
  const last = fixes.at(-1)
  if (status === 'escalated') {
    if (question) return { label: 'Asked', text: question, worked: false }
    if (last) return { label: 'Tried last', text: last.told ? `${last.title} (${last.told})` : last.title, worked: false }
    return { label: '', text: 'Escalated without a question.', worked: false }
  }
  const worked = fixes.filter((fix) => fix.status === 'applied_success').map(({ title }) => title)
  if (worked.length > 0) return { label: 'Fixed by', text: worked.join('; '), worked: true }
  if (cause) return { label: NO_CAUSE.test(cause) ? '' : 'Cause', text: cause, worked: false }
  return { label: '', text: 'Resolved without a recorded fix.', worked: false }
}

export interface Told {
  total: number
  capped: boolean
  words: 'all' | 'some'
}

export function tellCount({ total, capped, words }: Told): string {
  const number = grouped(total)
  const found = capped ? `The newest ${number} that match, the best first` : total === 1 ? '1 closed session' : `${number} closed sessions, the best first`
  return words === 'some' ? `No closed session has all of these words. ${found}, with some of them.` : `${found}.`
}

/** Its problem without the title that stands above it already. */
export const beginning = ({ title, problem }: Pick<FoundSession, 'title' | 'problem'>): string =>
  problem.startsWith(title) ? problem.slice(title.length).trim() : problem
