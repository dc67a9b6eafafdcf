import { makeStore } from '@/lib/store'

/** One polite sentence for screen readers; the text of an answer itself is never read out while it grows. */
export const announcement = makeStore('')

const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length

const ENDS: Record<string, (words: number) => string> = {
  complete: (words) => `Answer ready, ${words} ${words === 1 ? 'word' : 'words'}`,
  stopped: () => 'Answer stopped',
  failed: () => 'The answer was cut off',
}

/** The same words twice are news twice: what was said before is taken away first. */
function announce(text: string) {
  if (announcement.get() === text) announcement.set('')
  window.setTimeout(() => announcement.set(text))
}

export const announceTicket = () => announce('Somebody changed the ticket')

export const announceEnd = (status: string, text: string) => announce(ENDS[status]?.(countWords(text)) ?? '')
