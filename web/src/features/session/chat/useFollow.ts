import { useCallback, useEffect, useRef, useState } from 'react'
import { answerScroll } from '@/lib/chat-preferences'

const NEAR_PX = 32
const PAD_PX = 12
const UP_KEYS = new Set(['ArrowUp', 'PageUp', 'Home', 'k', 'j'])

/** How far to scroll: to the end, or, of an answer that is being written, not past its first line. In px. */
export function targetOf(end: number, at: number, answerTop: number | undefined): number {
  return answerTop === undefined ? end : Math.min(end, Math.max(at, answerTop - PAD_PX))
}

/**
 * Keeps the end in view while the reader is there. Any scroll upwards, selection or key stops it; `jump` takes it up again.
 * `away`: there is more below than is shown.
 */
export function useFollow() {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [away, setAway] = useState(false)

  const jump = useCallback(() => {
    following.current = true
    setAway(false)
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [])
  const leave = useCallback(() => {
    following.current = false
  }, [])

  /** Before rows come in above: at the very top the browser would not keep the place. */
  const keepPlace = useCallback(() => {
    if (box.current?.scrollTop === 0) box.current.scrollTop = 1
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element || !content.current) return
    const rows = content.current
    let top = element.scrollTop
    const restBelow = () => element.scrollHeight - element.scrollTop - element.clientHeight
    const tell = () => setAway(!following.current && restBelow() >= NEAR_PX)
    const onScroll = () => {
      if (restBelow() < NEAR_PX) following.current = true
      else if (element.scrollTop < top) following.current = false
      top = element.scrollTop
      tell()
    }
    const onSelect = () => {
      const selection = document.getSelection()
      if (selection && !selection.isCollapsed && element.contains(selection.anchorNode)) following.current = false
    }
    const onKey = ({ key }: KeyboardEvent) => {
      if (UP_KEYS.has(key)) following.current = false
    }
    // Told before the scroll: text that comes in between would take the reader back down.
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0 && element.scrollTop > 0) following.current = false
    }
    const grown = new ResizeObserver(() => {
      if (following.current) {
        const end = element.scrollHeight - element.clientHeight
        const answer = answerScroll.get() === 'start' ? rows.querySelector('[data-running]') : null
        const answerTop = answer && answer.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop
        const target = targetOf(end, element.scrollTop, answerTop ?? undefined)
        element.scrollTo({ top: target })
        // Its first line is at the top: the rest is read at the reader's own pace.
        if (end - target >= NEAR_PX) following.current = false
      }
      tell()
    })
    grown.observe(rows)
    grown.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: true })
    element.addEventListener('keydown', onKey)
    document.addEventListener('selectionchange', onSelect)
    return () => {
      grown.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('keydown', onKey)
      document.removeEventListener('selectionchange', onSelect)
    }
  }, [])

  return { box, content, away, jump, leave, keepPlace }
}
