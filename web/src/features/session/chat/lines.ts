import type { Message } from '../model/types'

/** Lines with something in them. One pass, nothing is cut out of the text. */
export function countLines(text: string): number {
  let count = 0
  let filled = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 10) {
      if (filled) count += 1
      filled = false
    } else if (code > 32) filled = true
  }
  return filled ? count + 1 : count
}

/** Of the messages from `since` on: older ones that are loaded later are no news. */
export const linesSince = (messages: readonly Message[], since: string): number =>
  messages.reduce((sum, { id, content }) => (id < since ? sum : sum + countLines(content)), 0)
