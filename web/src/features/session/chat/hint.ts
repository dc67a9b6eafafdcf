import { spellKeys } from '@/shell/keyboard'

interface Typed {
  uploading: boolean
  typed: boolean
  /** Not on the server yet. */
  unsaved: boolean
  sendsWith: 'enter' | 'mod-enter'
}

const SENDS = {
  enter: { short: 'Enter sends', rest: ', Shift+Enter makes a new line' },
  'mod-enter': { short: `${spellKeys('$mod+Enter').join('+')} sends`, rest: ', Enter makes a new line' },
}

/** The line under the field. `rest` is left out where there is no room. */
export function hintOf({ uploading, typed, unsaved, sendsWith }: Typed): { short: string; rest: string } {
  if (uploading) return { short: 'Files are on their way', rest: ': the message can go after them' }
  if (typed) return { short: unsaved ? 'Draft kept here' : 'Draft saved', rest: '' }
  return SENDS[sendsWith]
}
