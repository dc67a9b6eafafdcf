/** Names of time zones that this browser knows; it may know fewer than the server. */
export const ZONES: readonly string[] = typeof Intl.supportedValuesOf === 'function' ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : ['UTC']

export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** "14:02, Saturday 28 November"; undefined where the browser knows no such zone. */
export function timeIn(zone: string, now: number): string | undefined {
  try {
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' })
    const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' })
    return `${time.format(now)}, ${day.format(now)}`
  } catch {
    return undefined
  }
}
