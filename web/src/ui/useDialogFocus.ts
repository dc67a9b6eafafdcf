import { useCallback, useRef } from 'react'

const CONTROL = ':is(a[href], button, input, select, textarea, summary, [tabindex="0"]):not(:disabled)'

/** Where a dialog's focus starts: at its first control; at the dialog itself while what it shows is on its way. */
export function useDialogFocus() {
  const popup = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLElement>(null)
  const waiting = useRef(false)
  const start = (opened: string) => {
    // On a touch screen a field with the focus brings up the keyboard.
    if (opened === 'touch') return popup.current
    waiting.current = !content.current?.querySelector(CONTROL)
    return waiting.current ? popup.current : true
  }
  const watch = useCallback((element: HTMLElement | null) => {
    content.current = element
    if (!element) return
    const come = new MutationObserver(() => {
      const first = element.querySelector<HTMLElement>(CONTROL)
      if (!first || !waiting.current) return
      waiting.current = false
      // Whoever has gone on by then stays where they are.
      if (document.activeElement === popup.current) first.focus()
    })
    come.observe(element, { childList: true, subtree: true })
    return () => come.disconnect()
  }, [])
  return { popup, watch, start }
}
