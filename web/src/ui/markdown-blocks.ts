const FENCE = /^ {0,3}(`{3,}|~{3,})/
/** A line that belongs to what stands before the blank line: list items and their continuations. */
const CONTINUES = /^(\s+\S|[-*+]\s|\d+[.)]\s)/

/**
 * Cuts Markdown at blank lines into pieces that mean the same alone as together.
 * Fences and lists stay whole; joining the pieces with blank lines gives the text again. One pass.
 */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = []
  let current: string[] = []
  let fence: string | undefined
  let blank = false
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (blank && fence === undefined && !CONTINUES.test(line) && line.trim() !== '') {
      blocks.push(current.join('\n').trimEnd())
      current = []
    }
    if (mark !== undefined) {
      if (fence === undefined) fence = mark
      else if (mark[0] === fence[0] && mark.length >= fence.length) fence = undefined
    }
    blank = fence === undefined && line.trim() === '' && current.length > 0
    current.push(line)
  }
  blocks.push(current.join('\n'))
  return blocks
}

/** The host of a link that leaves the page over http(s) or mail; undefined for anything else. */
export function hostOf(href: string | undefined): string | undefined {
  try {
    const url = new URL(href ?? '')
    if (url.protocol === 'mailto:') return url.pathname
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.host : undefined
  } catch {
    return undefined
  }
}
