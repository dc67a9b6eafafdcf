import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { http } from '@/api/client'
import { takesText } from '@/shell/keyboard'
import type { People } from './people'
import type { Doing } from './sight'

/** The server believes a tab for 20 s. */
export const BEAT_MS = 9_000
/** So long after the last key someone still counts as typing. */
export const TYPING_MS = 4_000

/**
 * Tells what is done in this tab: when it changes, and every few seconds while the tab can be seen.
 * Alone it tells nothing: the stream says when another person comes, and they are told at once.
 */
export function usePresence(sessionId: string, people: People, root: RefObject<HTMLElement | null>) {
  const told = useRef<Doing>('viewing')
  const typed = useRef(0)
  const tell = (doing: Doing) => {
    told.current = doing
    const body = { tab: people.tab, doing }
    // A beat that is lost is made good by the next one.
    http.PUT('/api/v1/ai-sessions/{session_id}/presence', { params: { path: { session_id: sessionId } }, body }).catch(() => undefined)
  }
  const now = (): Doing => {
    if (people.sight.get().leases.some(({ holder }) => holder.id === people.me?.id)) return 'editing_note'
    return Date.now() - typed.current < TYPING_MS ? 'typing' : 'viewing'
  }
  const isSeen = () => people.sight.get().people.some(({ id }) => id !== people.me?.id)
  const tellChange = useEffectEvent(() => {
    if (isSeen() && now() !== told.current) tell(now())
  })
  const beat = useEffectEvent(() => {
    if (isSeen() && document.visibilityState === 'visible') tell(now())
  })
  const seen = useRef(false)
  const lookAround = useEffectEvent(() => {
    const before = seen.current
    seen.current = isSeen()
    if (seen.current && !before) beat()
    else tellChange()
  })

  useEffect(() => {
    const element = root.current
    let over: number | undefined
    const onInput = ({ target }: Event) => {
      if (!takesText(target)) return
      typed.current = Date.now()
      tellChange()
      window.clearTimeout(over)
      over = window.setTimeout(() => tellChange(), TYPING_MS)
    }
    const timer = window.setInterval(() => beat(), BEAT_MS)
    const onVisible = () => beat()
    const unsubscribe = people.sight.subscribe(() => lookAround())
    element?.addEventListener('input', onInput)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      window.clearInterval(timer)
      window.clearTimeout(over)
      unsubscribe()
      element?.removeEventListener('input', onInput)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [root, people])
}
