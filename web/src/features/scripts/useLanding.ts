import { useEffect } from 'react'

/** After a way here that took its own button along, the keyboard goes on at the page's main region. */
export function useLanding() {
  useEffect(() => {
    // A dialog that is closing gives the focus back only after this.
    const timer = window.setTimeout(() => {
      if (document.activeElement === document.body || document.activeElement === null) document.getElementById('main')?.focus()
    })
    return () => window.clearTimeout(timer)
  }, [])
}
