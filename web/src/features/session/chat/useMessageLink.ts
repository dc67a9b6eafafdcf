import { useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import { say } from '@/ui/toast'
import type { ThreadItem } from '../model/thread'

const FLASH_MS = 2_500

export const linkTo = (messageId: string): string => {
  const url = new URL(window.location.href)
  url.hash = `msg-${messageId}`
  return url.href
}

const holds = (item: ThreadItem, id: string) =>
  item.id === id || (item.type === 'answer' && item.versions.some((version) => version.id === id))

interface Thread {
  items: readonly ThreadItem[]
  /** There are older ones on the server. */
  more: boolean
  loading: boolean
  onLoadOlder: () => void
  /** The reader goes their own way. */
  onLeave: () => void
}

/** `#msg-…` in the address: that message is brought into view, from the server if need be, and flashes once. */
export function useMessageLink({ items, more, loading, onLoadOlder, onLeave }: Thread) {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const wanted = hash.startsWith('msg-') ? hash.slice(4) : undefined
  const done = useRef<string>(undefined)
  const look = useEffectEvent(() => {
    if (wanted === undefined || done.current === wanted || loading) return
    const found = items.find((item) => holds(item, wanted))
    if (!found && more) return onLoadOlder()
    done.current = wanted
    if (found) show(`msg-${found.id}`, onLeave)
    else say.warn('The message of this link is not in this session.')
  })
  useEffect(() => look(), [wanted, items, loading, more])
}

function show(id: string, onLeave: () => void) {
  const element = document.getElementById(id)
  if (!element) return
  onLeave()
  const bring = () => element.scrollIntoView({ block: 'start' })
  bring()
  // Rows that were never drawn have a guessed height until they come into view.
  requestAnimationFrame(() => requestAnimationFrame(bring))
  element.dataset.flash = ''
  element.querySelector<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
  window.setTimeout(() => delete element.dataset.flash, FLASH_MS)
}
