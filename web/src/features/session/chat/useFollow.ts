import { useCallback, useEffect, useRef, useState } from 'react'

const NEAR_PX = 32

/** Keeps the end in view while the reader is there; a scroll upwards stops it, `jump` takes it up again. */
export function useFollow() {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [away, setAway] = useState(false)

  const jump = useCallback(() => {
    following.current = true
    setAway(false)
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element || !content.current) return
    let top = element.scrollTop
    const onScroll = () => {
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
      if (atEnd) following.current = true
      else if (element.scrollTop < top) following.current = false
      top = element.scrollTop
      setAway(!following.current)
    }
    const onSelect = () => {
      const selection = document.getSelection()
      if (selection && !selection.isCollapsed && element.contains(selection.anchorNode)) following.current = false
    }
    const grown = new ResizeObserver(() => {
      if (following.current) element.scrollTo({ top: element.scrollHeight })
    })
    grown.observe(content.current)
    grown.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    document.addEventListener('selectionchange', onSelect)
    return () => {
      grown.disconnect()
      element.removeEventListener('scroll', onScroll)
      document.removeEventListener('selectionchange', onSelect)
    }
  }, [])

  return { box, content, away, jump }
}
