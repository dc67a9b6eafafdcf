import { useEffect, useState } from 'react'

const PATIENCE_S = 2

/** What a long act is doing, and for how long, from the third second on. Mounted while it runs. */
export function Slow({ children }: { children: string }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds((now) => now + 1), 1_000)
    return () => window.clearInterval(timer)
  }, [])
  return (
    <p className="w-full text-code text-fg2 empty:hidden">
      <span role="status">{seconds >= PATIENCE_S && children}</span>
      {/* Counted for the eye alone. */}
      {seconds >= PATIENCE_S && <span aria-hidden className="tabular-nums"> {seconds} s</span>}
    </p>
  )
}
