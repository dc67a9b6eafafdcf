import { useEffect, useState } from 'react'

/** How many places of the engineer's text differ from the note as written; undefined until the editor's code is there. */
export function useHunks(mine: string | undefined, written: string | undefined): number | undefined {
  const [hunks, setHunks] = useState<number>()
  useEffect(() => {
    if (mine === undefined || written === undefined) return
    let late = false
    const timer = window.setTimeout(() => {
      void import('./editor/hunks').then(({ countHunks }) => late || setHunks(countHunks(written, mine)))
    }, 150)
    return () => {
      late = true
      window.clearTimeout(timer)
    }
  }, [mine, written])
  return mine === undefined ? undefined : hunks
}
