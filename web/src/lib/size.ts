const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** "812 B", "12 kB", "3.4 MB": decimal, as the limits are told. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1)
  const value = bytes / 1000 ** power
  return `${power > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`
}
