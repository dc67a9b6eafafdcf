export const LEAST = 7
const MOST = 36_500

/** Of what was typed; null: for good; undefined: it is no number of days that can be set. */
export function daysOf(text: string): number | null | undefined {
  const typed = text.trim()
  if (typed === '') return null
  const days = /^\d{1,6}$/.test(typed) ? Number(typed) : NaN
  return days >= LEAST && days <= MOST ? days : undefined
}
