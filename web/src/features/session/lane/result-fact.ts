const MOST = 200

/** What a logged result says in one line, to be confirmed as a fact: the check, and the first line of its result. */
export function tellResult(title: string, result: string): string {
  const lines = result.split('\n').map((line) => line.trim()).filter(Boolean)
  const first = lines[0] ?? ''
  const more = lines.length > 1 || first.length > MOST
  const question = title.trim()
  return `${question}${question.endsWith('?') ? '' : ':'} ${first.slice(0, MOST).trimEnd()}${more ? ' …' : ''}`
}
