// Spelled here: the browser takes 8 ms to load what it knows of languages, of the time before anything is drawn.
const UNITS = [
  [86_400, 'day', 'days'],
  [3_600, 'hr.', 'hr.'],
  [60, 'min.', 'min.'],
] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

const two = (number: number) => String(number).padStart(2, '0')

/** "3 hr. ago", "just now". */
export function age(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  const unit = UNITS.find(([length]) => seconds >= length)
  if (!unit) return 'just now'
  const count = Math.floor(seconds / unit[0])
  return `${count} ${count === 1 ? unit[1] : unit[2]} ago`
}

/** "15:52", in the reader's time zone. */
export const clock = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`

/** "24 Nov 2026, 15:52", in the reader's time zone. */
export function moment(iso: string): string {
  const date = new Date(iso)
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}, ${clock(date)}`
}
