const PREFIX = 'resolvent.'

/** Kept in this browser. A storage that refuses costs the memory, not the page. */
export const local = {
  key: (name: string): string => PREFIX + name,
  read: (name: string): string => {
    try {
      return window.localStorage.getItem(PREFIX + name) ?? ''
    } catch {
      return ''
    }
  },
  write: (name: string, text: string) => {
    try {
      if (text) window.localStorage.setItem(PREFIX + name, text)
      else window.localStorage.removeItem(PREFIX + name)
    } catch {
      // Kept for this tab only.
    }
  },
}

/** Whose text of which session. */
export const ownerOf = (userId: string | undefined, sessionId: string) => (userId ? `${userId}.${sessionId}` : sessionId)
export const draftName = (owner: string) => `draft.${owner}`
export const queueName = (owner: string) => `queue.${owner}`
