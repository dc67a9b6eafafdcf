/** What was typed and not sent, kept in this browser. A storage that refuses costs the memory, not the page. */
export const local = {
  read: (name: string): string => {
    try {
      return window.localStorage.getItem(`resolvent.${name}`) ?? ''
    } catch {
      return ''
    }
  },
  write: (name: string, text: string) => {
    try {
      if (text) window.localStorage.setItem(`resolvent.${name}`, text)
      else window.localStorage.removeItem(`resolvent.${name}`)
    } catch {
      // Kept for this tab only.
    }
  },
}

export const draftName = (sessionId: string) => `draft.${sessionId}`
export const queueName = (sessionId: string) => `queue.${sessionId}`
