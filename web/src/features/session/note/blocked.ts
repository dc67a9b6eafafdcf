export interface Gates {
  /** Without a connection. */
  away: boolean
  /** Who edits the note instead. */
  holder: string | undefined
  written: boolean
  failed: boolean
  empty: boolean
  /** The session has moved on since the text in view was written. */
  outdated: boolean
  /** The same, since the engineer's own text was begun. */
  moved: boolean
  /** Another engineer saved another text. */
  theirs: boolean
  /** How many wait for the engineer's word. */
  findings: number
}

/** Why the note can't be confirmed now; undefined: it can. */
export function whyBlocked(gates: Gates): string | undefined {
  if (gates.away) return 'Offline: the note is kept. Posting needs the connection.'
  if (!gates.written) return gates.failed ? 'The note could not be written.' : 'The note is not written yet.'
  if (gates.empty) return 'Nothing to post yet: add a fact or an outcome.'
  if (gates.outdated) {
    return gates.failed ? 'The session changed, and the new note could not be written: retry.' : 'The session changed: the note is written anew.'
  }
  if (gates.holder) return `${gates.holder} is editing this note. Take it over to post it.`
  if (gates.moved) return 'New facts since your edit: use the new note or keep yours.'
  if (gates.theirs) return 'Someone else saved another text: choose one.'
  if (gates.findings > 0) return 'Change what is marked, or tick that you stand by it.'
  return undefined
}
