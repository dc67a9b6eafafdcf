import { useEffect } from 'react'

/** Long enough for a dialog that closes to give the focus back by itself. */
const REST_MS = 60

/** Focus that went with its element, a row that was followed or a page that was left, goes to the page's main region. */
export function useFocusKept() {
  useEffect(() => {
    let last: Element | undefined
    let timer = 0
    const isLost = () => document.activeElement === document.body && last !== undefined && !last.isConnected
    const restore = () => {
      if (!isLost()) return
      document.getElementById('main')?.focus({ preventScroll: true })
    }
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = target
    }
    const removed = new MutationObserver(() => {
      if (!isLost()) return
      window.clearTimeout(timer)
      timer = window.setTimeout(restore, REST_MS)
    })
    removed.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', onFocus)
    return () => {
      window.clearTimeout(timer)
      removed.disconnect()
      document.removeEventListener('focusin', onFocus)
    }
  }, [])
}
