/** What was typed and not sent, kept in this browser. A storage that refuses costs the memory, not the page. */
export const local = {
  key: (name: string): string => `resolvent.${name}`,
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

/** Whose text of which session. */
export const ownerOf = (userId: string | undefined, sessionId: string) => (userId ? `${userId}.${sessionId}` : sessionId)
export const draftName = (owner: string) => `draft.${owner}`
export const queueName = (owner: string) => `queue.${owner}`
