import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import { say } from '@/ui/toast'
import { isTouched } from './lane/kept'
import type { Fix, Kind, Whole } from './model/types'

const KINDS: Record<string, Kind> = { resolve: 'resolution', escalate: 'escalation' }
const NAMES: Record<Kind, string> = { resolution: 'resolve', escalation: 'escalate' }

/** Which panels are open: kept in the address, so that a colleague can be sent there. `showLane` brings them into view. */
export function usePanels({ active_fix: active, fixes }: Whole, showLane: () => void) {
  const { panel, fix: fixId, preview } = useSearch({ from: '/app/pilot/$sessionId' })
  const navigate = useNavigate({ from: '/pilot/$sessionId' })
  const panelFix = panel === 'draft' || panel === 'template' ? fixes.find(({ id }) => id === fixId) : undefined
  const openFix = (fix: Fix | undefined) =>
    void navigate({
      search: ({ preview: held }) => ({
        ...(held && { preview: held }),
        ...(fix && { panel: fix.template_id === null ? 'draft' : 'template', fix: fix.id }),
      }),
      replace: true,
    })
  const setKind = (kind: Kind | undefined) =>
    void navigate({
      search: ({ panel: held, fix }) => ({ ...(held && { panel: held }), ...(fix && { fix }), ...(kind && { preview: NAMES[kind] }) }),
      replace: true,
    })

  const before = useRef(active?.id)
  const change = useEffectEvent(() => {
    const was = before.current
    before.current = active?.id
    if (was === active?.id || panelFix?.id !== was) return
    openFix(undefined)
    const old = fixes.find(({ id }) => id === was)
    if (!old || old.status === 'dismissed' || !isTouched(old.id)) return
    const reopen = () => {
      // The toast gives the focus back to where it was, at once and not after the panel has taken it.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      openFix(old)
      showLane()
    }
    say.warn('Suggestion changed. Your values are kept.', { label: 'Reopen', onClick: reopen })
  })
  useEffect(() => change(), [active?.id])

  return { kind: preview === undefined ? undefined : KINDS[preview], setKind, panelFix, openFix }
}
