const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const

/** "3 min", "2 h 5 min", "1 d 4 h": the two largest units; less than a minute is said so. */
export function duration(seconds: number): string {
  const first = UNITS.findIndex(([, size]) => seconds >= size)
  const unit = UNITS[first]
  if (!unit) return 'less than a minute'
  const [name, size] = unit
  const whole = Math.floor(seconds / size)
  const next = UNITS[first + 1]
  const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0
  return next && rest > 0 ? `${whole} ${name} ${rest} ${next[0]}` : `${whole} ${name}`
}
