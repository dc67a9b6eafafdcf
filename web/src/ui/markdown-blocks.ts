const FENCE = /^ {0,3}(`{3,}|~{3,})/
const ITEM = /^([-*+]|\d{1,9}[.)])\s/
/** What may still become an item once more of its line arrives. */
const ITEM_BEGUN = /^([-*+]|\d{1,9}[.)]?)$/

/**
 * Cuts Markdown at blank lines into pieces that mean the same alone as together.
 * Fences and lists stay whole; a piece before the last never changes when text is appended. One pass.
 */
export function splitBlocks(text: string): string[] {
  const lines = text.split('\n')
  const blocks: string[] = []
  let current: string[] = []
  let fence: string | undefined
  let blank = false

  const belongsToList = (line: string, isLast: boolean) =>
    ITEM.test(current[0] ?? '') && (/^\s/.test(line) || ITEM.test(line) || (isLast && ITEM_BEGUN.test(line)))

  lines.forEach((line, index) => {
    const isEmpty = line.trim() === ''
    if (blank && !isEmpty && !belongsToList(line, index === lines.length - 1)) {
      blocks.push(current.join('\n').trimEnd())
      current = []
    }
    const mark = FENCE.exec(line)?.[1]
    if (mark !== undefined) {
      if (fence === undefined) fence = mark
      else if (mark[0] === fence[0] && mark.length >= fence.length) fence = undefined
    }
    blank = fence === undefined && isEmpty && current.length > 0
    current.push(line)
  })
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
