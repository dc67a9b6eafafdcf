import { useEffect, useState } from 'react'

const MINUTE = 60

/** "just now", "4 s ago", "6 min ago", "2 h ago", "3 days ago". */
export function ago(iso: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000))
  if (seconds === 0) return 'just now'
  if (seconds < MINUTE) return `${seconds} s ago`
  if (seconds < 60 * MINUTE) return `${Math.floor(seconds / MINUTE)} min ago`
  if (seconds < 24 * 60 * MINUTE) return `${Math.floor(seconds / MINUTE / 60)} h ago`
  const days = Math.floor(seconds / MINUTE / 60 / 24)
  return days === 1 ? '1 day ago' : `${days} days ago`
}

/** The time in ms: each second in the first minute after `iso`, then each quarter of a minute. */
export function useClock(iso: string | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  const young = iso !== undefined && now - Date.parse(iso) < MINUTE * 1000
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), young ? 1000 : 15_000)
    return () => window.clearInterval(timer)
  }, [young])
  return Math.max(now, iso === undefined ? 0 : Date.parse(iso))
}
