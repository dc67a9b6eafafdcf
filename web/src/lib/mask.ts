/** The same sign as the server's. */
export const MASK = '********'

/** What people, commands and files write before a secret. Half a word is enough: what is kept may be masked too much. */
const TELLS =
  /pass(?![eia]\w|age|ing|port\b)|pword|pa?sswr?d|kennwort|senha|contrase|wachtwoord|lösenord|adgangskode|hasło|heslo|salasana|mot de passe|pwd|\bpws?\b|\bp\/w|securestring|sudo|\broot\b|\badmin\b|secret|token|cred(?!it\b)|\blog[- ]?[io]ns?\b|\bpin\b|psk|key(?!board|stroke)|\bauth|bearer|basic |cookie|session_?id|communit|otp\b|seed|\bsi[gd]=|codes?\b|jwt|\bset(?:x|env)?\b|\bnet1?(?:\.exe)? us|\bu[np]\/|\buser(?:name)?s?\b|\baccount\b|snmp|encrypted|webhook/gi
const WORD = /[^\s"'`“”„‘’«»<>|]+/g
const QUOTED = /(["'`])((?:\\.|(?!\1)[^\n\\])+)\1|[“„]([^”“\n]+)[”“]|‘([^’\n]+)’|«([^»\n]+)»/g
/** Right behind these stands the value, whatever it looks like. */
const SAYS = /^(?:[\w\s/)\]"'*-]{0,24}?(?::=|=>|->|→|[:=])|[^.\n:=]{0,32}?\b(?:is|was|are|to|ist|lautet|war|now|as|with|using|via|est|es)\b:?(?!\s+(?:\w+(?:ed|ing|able)|re-?set|not|the|an?|in|on|at|by|for|valid|invalid|correct|incorrect|wrong|back|fine|ok|case)\b))\s*["'`]?([^\s"'`]{3,})/i
/** An option or an address that carries one by its own syntax. */
const CARRIES =
  /(?<=\s(?:-p|-P|-a|-w|-pw|-u|-U|-passin|-c|-A|-X|-hp|-storepass|-keypass|--?\w{0,20}pass\w{0,20}|--user|\/p|\/rp|\/d)\s?=?["']?)(?![-/])[^\s"']{3,}|(?<=\s[-/](?:p|pass\w{0,20}|rp|pd|po):["']?)[^\s"']+|(?<=:\/\/[^\s/:@]{0,80}:)[^\s/@]+(?=@)|(?<=\s-(?:h?p|P))[^\s"'-]{4,}/g

/** What people choose: letters with digits or signs; a row of digits; no date. */
const isChosen = (word: string) =>
  (word.length >= 4 && /[^\W\d_]/u.test(word) && /[\d!@#$%^&*+=?~\\{}[\]§€£]/.test(word)) ||
  (/^\d[\d-]{5,}$/.test(word) && !/^\d{4}-\d\d-\d\d$/.test(word))

/** Long, of a token's alphabet, its letters and digits mixed; no name of a machine, no id. */
const isRandom = (word: string) =>
  word.length >= 16 &&
  /^[\w+/=.~:%$|-]+$/.test(word) &&
  (/\d/.test(word) || /^(?=.{30})(?:.*?[a-z][A-Z]){6}/.test(word)) &&
  !/^[A-Za-z]+[\d.]*$|^[a-z]+(?:[-_.][a-z0-9]{1,12}){1,8}$|^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$|^[\d.:/T+Z-]+$/i.test(word)

/** Numbers that open something: recovery and product keys. */
const GROUPS = /\b(?:\d{6}-){5,}\d{6}\b|\b(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}\b/g

/**
 * A text without what may be a secret, to be kept where others could read it. It masks more than the server does, and on
 * purpose: it is shown only after a reload, and what is sent is the text as it was typed.
 */
export function maskTyped(text: string): string {
  let told = false
  return text
    .split('\n')
    .map((line) => {
      const tells = [...line.matchAll(TELLS)]
      // A heading speaks for the lines below it, up to an empty one.
      told = tells.length > 0 || (told && line.trim() !== '')
      const spans = [...spansOf(line, WORD, isRandom), ...spansOf(line, GROUPS), ...spansOf(line, CARRIES)]
      if (told) spans.push(...spansOf(line, WORD, isChosen))
      if (tells.length > 0) spans.push(...spansOf(line, QUOTED))
      for (const { index, 0: word } of tells) spans.push(...said(line, index + word.length))
      return blot(line, spans)
    })
    .join('\n')
}

type Span = readonly [start: number, end: number]

const spansOf = (line: string, pattern: RegExp, fits: (word: string) => boolean = () => true): Span[] =>
  [...line.matchAll(pattern)].filter(([word]) => fits(word)).map(({ index, 0: word }) => [index, index + word.length])

function said(line: string, at: number): Span[] {
  const match = SAYS.exec(line.slice(at, at + 400))
  const value = match?.[1]
  if (!match || value === undefined) return []
  const end = at + match[0].length
  return [[end - value.length, end]]
}

function blot(line: string, spans: readonly Span[]): string {
  let masked = ''
  let at = 0
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (end <= at) continue
    masked += line.slice(at, Math.max(at, start)) + (start >= at || masked === '' ? MASK : '')
    at = end
  }
  return masked + line.slice(at)
}
