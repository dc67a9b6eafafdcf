import { linesOf, type Parameter, type Typed, type TypedValues } from './schema'

const SHAPES: Record<string, { like: RegExp; say: string }> = {
  hostname: { like: /^(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/, say: 'This is not a host name, such as PRN-01 or dc1.example.com.' },
  ipv4: { like: /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/, say: 'This is not an IPv4 address, such as 10.0.4.20.' },
  email: { like: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, say: 'This is not an e-mail address.' },
  upn: { like: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, say: 'This is not a sign-in name, such as anna@example.com.' },
  guid: { like: /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i, say: 'This is not a GUID.' },
}

const matches = (pattern: string, value: string) => {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true // The server knows this dialect; it has the last word in any case.
  }
}

/** A sentence on what is wrong with one value, or nothing. The server checks again, and more. */
export function checkOne(parameter: Parameter, value: Typed | undefined): string | undefined {
  if (typeof value === 'boolean') return undefined
  if (value === undefined || value.trim() === '') return parameter.required ? 'This needs a value.' : undefined
  const { kind, format, pattern, minimum, maximum, minLength, maxLength } = parameter
  if (kind === 'integer' && !/^[+-]?\d+$/.test(value.trim())) return 'This must be a whole number.'
  if (kind === 'number' && !Number.isFinite(Number(value))) return 'This must be a number.'
  if (kind === 'integer' || kind === 'number') {
    if (minimum !== undefined && Number(value) < minimum) return `The smallest value is ${minimum}.`
    if (maximum !== undefined && Number(value) > maximum) return `The largest value is ${maximum}.`
    return undefined
  }
  const [size, parts] = kind === 'list' ? [linesOf(value).length, 'lines'] : [value.length, 'characters']
  if (minLength !== undefined && size < minLength) return `This needs at least ${minLength} ${parts}.`
  if (maxLength !== undefined && size > maxLength) return `This may have at most ${maxLength} ${parts}.`
  const shape = format === undefined ? undefined : SHAPES[format]
  if (kind === 'string' && shape && !shape.like.test(value)) return shape.say
  if (kind === 'string' && pattern !== undefined && !matches(pattern, value)) return `This does not fit the pattern ${pattern}.`
  return undefined
}

export function checkAll(parameters: readonly Parameter[], typed: TypedValues): Record<string, string> {
  const found: Record<string, string> = {}
  for (const parameter of parameters) {
    const problem = checkOne(parameter, typed[parameter.name])
    if (problem !== undefined) found[parameter.name] = problem
  }
  return found
}
