const WORD = /[\p{L}\p{N}]+/gu
const EXCLUDED = /(^|\s)-("[^"]*"?|\S+)/g
/** So common that the search leaves them out. */
const COMMON = new Set('a an and are as at be by for from has in is it no not of on or s t that the to was with'.split(' '))

/** Without its ending, roughly: "prints" and "printing" become the same. Only tells what is marked, never what is found. */
function trim(word: string): string {
  const low = word.toLowerCase()
  const short = low.length > 4 ? low.replace(/(ing|ed|es|s|e)$/, '') : low.length > 3 ? low.replace(/s$/, '') : low
  return short.replace(/([b-df-hj-np-tv-z])\1$/, '$1').replace(/y$/, 'i')
}

export interface Piece {
  text: string
  marked: boolean
}

/** The text in pieces, those that were searched for marked; joined they are the text again. */
export function markWords(text: string, query: string): Piece[] {
  const asked = [...query.replace(EXCLUDED, ' ').matchAll(WORD)].map(([word]) => word).filter((word) => !COMMON.has(word.toLowerCase()))
  const wanted = new Set(asked.map(trim))
  const pieces: Piece[] = []
  let end = 0
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!wanted.has(trim(word))) continue
    if (index > end) pieces.push({ text: text.slice(end, index), marked: false })
    pieces.push({ text: word, marked: true })
    end = index + word.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marked: false })
  return pieces
}
