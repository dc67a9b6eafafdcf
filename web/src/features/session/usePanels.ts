import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import { say } from '@/ui/toast'
import { isTouched } from './lane/kept'
import type { Fix, Kind, Whole } from './model/types'

const KINDS: Record<string, Kind> = { resolve: 'resolution', escalate: 'escalation' }
const NAMES: Record<Kind, string> = { resolution: 'resolve', escalation: 'escalate' }

interface Panels {
  panel?: string | undefined
  fix?: string | undefined
  preview?: string | undefined
}

const spell = ({ panel, fix, preview }: Panels) => JSON.stringify([panel, fix, preview])

/** Opening is a step in the history, so that Back closes it again; closing by a button takes that step back. */
function usePanelAddress() {
  const router = useRouter()
  const navigate = useNavigate({ from: '/pilot/$sessionId' })
  /** What was open below the steps that were made here, by their place in the history. */
  const steps = useRef(new Map<number, string>())
  return (change: (held: Panels) => Panels) => {
    const { location } = router.history
    const index = location.state.__TSR_index
    const held = router.latestLocation.search as Panels
    const next = change(held)
    if (spell(next) === spell(held)) return
    if (steps.current.get(index) === spell(next)) {
      router.history.back()
      return
    }
    const opens = (!held.panel && next.panel) || (!held.preview && next.preview)
    if (opens) steps.current.set(index + 1, spell(held))
    const search = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined))
    void navigate({ search, replace: !opens })
  }
}

/** Which panels are open: kept in the address, so that a colleague can be sent there. `showLane` brings them into view. */
export function usePanels({ session: { round }, active_fix: active, fixes }: Whole, showLane: () => void) {
  const { panel, fix: fixId, preview } = useSearch({ from: '/app/pilot/$sessionId' })
  const go = usePanelAddress()
  const panelFix = panel === 'draft' || panel === 'template' ? fixes.find(({ id }) => id === fixId) : undefined
  const openFix = (fix: Fix | undefined) =>
    go(({ preview: held }) => ({ preview: held, ...(fix && { panel: fix.template_id === null ? 'draft' : 'template', fix: fix.id }) }))
  const setKind = (kind: Kind | undefined) => go((held) => ({ ...held, preview: kind && NAMES[kind] }))

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

  const began = useRef(round)
  const reopened = useEffectEvent(() => {
    if (began.current === round) return
    began.current = round
    // What was done with it lies behind: its form is not asked for again.
    if (panelFix && panelFix.status !== 'proposed') openFix(undefined)
  })
  useEffect(() => reopened(), [round])

  return { kind: preview === undefined ? undefined : KINDS[preview], setKind, panelFix, openFix }
}
