import type { Finding } from '../model/types'

export interface Gap {
  from: number
  to: number
  /** Why it is marked, all reasons of one sentence together. */
  words: string
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Where sentences without backing stand in the text. The server reads a paragraph's lines as one. */
export function locate(markdown: string, findings: readonly Finding[]): Gap[] {
  const words = new Map<string, string[]>()
  for (const { sentence, reason } of findings) {
    if (sentence.trim()) words.set(sentence, [...(words.get(sentence) ?? []), reason])
  }
  const gaps: Gap[] = []
  for (const [sentence, reasons] of words) {
    const pattern = sentence.trim().split(/\s+/).map(escape).join('\\s+(?:>\\s*)*')
    for (const match of markdown.matchAll(new RegExp(pattern, 'g'))) {
      gaps.push({ from: match.index, to: match.index + match[0].length, words: [...new Set(reasons)].join(' ') })
    }
  }
  return gaps.sort((a, b) => a.from - b.from)
}
