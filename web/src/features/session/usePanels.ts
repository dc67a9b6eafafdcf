import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Fix, Kind } from './model/types'

const KINDS: Record<string, Kind> = { resolve: 'resolution', escalate: 'escalation' }
const NAMES: Record<Kind, string> = { resolution: 'resolve', escalation: 'escalate' }

/** Which panels are open: kept in the address, so that a colleague can be sent there. */
export function usePanels(fix: Fix | null) {
  const { panel, fix: fixId, preview } = useSearch({ from: '/app/pilot/$sessionId' })
  const navigate = useNavigate({ from: '/pilot/$sessionId' })
  const open = (search: { panel?: string | undefined; fix?: string | undefined; preview?: string | undefined }) => {
    const said = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
    void navigate({ search: said, replace: true })
  }
  return {
    kind: preview === undefined ? undefined : KINDS[preview],
    setKind: (kind: Kind | undefined) => open({ panel, fix: fixId, preview: kind && NAMES[kind] }),
    fixOpen: fix !== null && panel === 'draft' && fixId === fix.id,
    openFix: (isOpen: boolean) => open({ preview, ...(isOpen && fix && { panel: 'draft', fix: fix.id }) }),
  }
}
