import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { IconButton } from '@/ui/IconButton'

export interface PanelFrameProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** The inline panel below the fix card. Ctrl+Enter sends its form from anywhere in it. */
export function PanelFrame({ title, onClose, children }: PanelFrameProps) {
  const panel = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const element = panel.current
    // The focus that goes with the panel comes to what stands in its place, else to the card.
    return () => {
      if (!element?.contains(document.activeElement)) return
      window.setTimeout(() => (document.querySelector<HTMLElement>('#fix-panel h4') ?? document.getElementById('fix-title'))?.focus())
    }
  }, [])
  // What opens below a long card comes into view, the card's end with it; a form once more when it is there.
  useEffect(() => {
    void panel.current?.scrollIntoView({ block: 'start' })
  }, [title])
  const onKeyDown = (event: KeyboardEvent) => {
    const form = panel.current?.querySelector('form')
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || !form) return
    event.preventDefault()
    event.stopPropagation()
    const submit = form.querySelector('[type=submit]')
    if (submit?.getAttribute('aria-disabled') !== 'true') form.requestSubmit()
  }
  return (
    // The keys are a second way to the form's own button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section ref={panel} id="fix-panel" aria-label="How to apply this fix" onKeyDown={onKeyDown} className="flex scroll-mt-10 flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <div className="flex items-start gap-2">
        <h4 tabIndex={-1} className="mt-0.5 min-w-0 flex-1 rounded-tag font-semibold break-words">
          {title}
        </h4>
        <IconButton name="Close this panel" icon={X} onClick={onClose} />
      </div>
      {children}
    </section>
  )
}

export const GONE = 'This template is no longer in the library.'
