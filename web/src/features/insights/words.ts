const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const years = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

const at = (day: string) => new Date(`${day}T00:00:00Z`)

/** "27 Nov" of "2026-11-27", whatever the reader's zone. */
export const dayText = (day: string): string => days.format(at(day))

export const spanText = ({ first, last }: { first: string; last: string }): string =>
  first === last ? dayText(first) : `${dayText(first)} – ${dayText(last)}`

export const periodText = ({ first, last }: { first: string; last: string }): string =>
  first === last ? years.format(at(first)) : `${years.format(at(first))} – ${years.format(at(last))}`

export const BY = [
  { value: 'client', label: 'Client' },
  { value: 'engineer', label: 'Engineer' },
  { value: 'category', label: 'Category' },
] as const

export const groupName = ({ kind, name, groups }: { kind: string; name: string; groups: number }): string =>
  kind === 'others' ? `${name} (${groups})` : name
