/** A draft as this browser holds it, and how it is put together with the server's. Pure. */

export interface Held {
  text: string
  /** The server's revision that it goes on from; null: the server had none. */
  base: string | null
  /** Changed here since that revision. */
  dirty: boolean
}

export interface ServerDraft {
  text: string
  revision: string
}

export const EMPTY: Held = { text: '', base: null, dirty: false }

const isBlank = (text: string) => text.trim() === ''

/** '' for nothing worth keeping. */
export const writeHeld = (held: Held): string =>
  isBlank(held.text) && held.base === null ? '' : JSON.stringify(held)

/** Also plain text, as it was kept before. */
export function readHeld(kept: string): Held {
  if (kept === '') return EMPTY
  try {
    const read: unknown = JSON.parse(kept)
    if (isHeld(read)) return read
  } catch {
    // Plain text.
  }
  return { text: kept, base: null, dirty: true }
}

const isHeld = (value: unknown): value is Held =>
  typeof value === 'object' && value !== null && 'text' in value && 'base' in value && 'dirty' in value

/** Both, each once: nothing typed is lost. */
export function joinTexts(theirs: string, mine: string): string {
  if (theirs.includes(mine.trim())) return theirs
  if (mine.includes(theirs.trim())) return mine
  return `${theirs}\n\n${mine}`
}

/** What is to be shown and kept once the server's copy is known. */
export function settle(mine: Held, theirs: ServerDraft | null): Held {
  if (theirs === null) {
    // Sent or emptied on another machine, and not touched here since.
    if (mine.base !== null && !mine.dirty) return EMPTY
    return { ...mine, base: null, dirty: !isBlank(mine.text) }
  }
  // The server's masks a secret that was typed here: this one goes on.
  if (theirs.revision === mine.base) return mine
  if (!mine.dirty || isBlank(mine.text)) return { text: theirs.text, base: theirs.revision, dirty: false }
  const text = joinTexts(theirs.text, mine.text)
  return { text, base: theirs.revision, dirty: text !== theirs.text }
}
