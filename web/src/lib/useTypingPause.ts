import { useEffect, useRef, useState } from 'react'

export const PAUSE_MS = 1_500

/** True from the first pause in typing after `wanted` came true, until it ends. */
export function useTypingPause(wanted: boolean): boolean {
  const [paused, setPaused] = useState(false)
  const typed = useRef(-Infinity)
  useEffect(() => {
    const note = () => {
      typed.current = Date.now()
    }
    window.addEventListener('keydown', note, true)
    window.addEventListener('input', note, true)
    return () => {
      window.removeEventListener('keydown', note, true)
      window.removeEventListener('input', note, true)
    }
  }, [])
  useEffect(() => {
    if (!wanted) return
    let timer = 0
    const wait = () => {
      const left = typed.current + PAUSE_MS - Date.now()
      if (left <= 0) setPaused(true)
      else timer = window.setTimeout(wait, left)
    }
    wait()
    return () => {
      window.clearTimeout(timer)
      setPaused(false)
    }
  }, [wanted])
  return wanted && paused
}
