import { useNavigate } from '@tanstack/react-router'
import { EllipsisVertical } from 'lucide-react'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { useCreate } from '@/features/playbooks/useActs'
import { useActions } from '@/shell/actions'
import { IconButton } from '@/ui/IconButton'

const SessionMenuOpen = lazy(() => import('./SessionMenuOpen'))
const CaseDialog = lazy(() => import('./case/CaseDialog'))
const ExportDialog = lazy(() => import('./export/ExportDialog'))

/** What is done with a session now and then. The code of menu and dialog comes with their first use. */
export function SessionMenu({ sessionId, client, resolved }: { sessionId: string; client: string; resolved: boolean }) {
  const navigate = useNavigate()
  const [wanted, setWanted] = useState(false)
  const [asCase, setAsCase] = useState(false)
  const [exporting, setExporting] = useState(false)
  const toMap = () =>
    client ? void navigate({ to: '/map/$client', params: { client }, search: { session: sessionId } }) : void navigate({ to: '/map', search: { session: sessionId } })
  const create = useCreate()
  const toPlaybook = resolved ? () => create.mutate({ session_id: sessionId }) : undefined
  useActions([
    ...(toPlaybook ? [{ id: 'make-playbook', name: 'Make a playbook', group: 'Session' as const, run: toPlaybook }] : []),
    { id: 'make-case', name: 'Make this session a case', group: 'Session', run: () => setAsCase(true) },
    { id: 'export-session', name: 'Export this session', group: 'Session', run: () => setExporting(true) },
    { id: 'add-diagram', name: 'Add a network diagram', group: 'Session', run: toMap },
  ])
  const closed = <MoreButton aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />
  return (
    <>
      <Suspense fallback={closed}>
        {wanted ? (
          <SessionMenuOpen trigger={<MoreButton />} onCase={() => setAsCase(true)} onExport={() => setExporting(true)} onMap={toMap} onPlaybook={toPlaybook} />
        ) : (
          closed
        )}
      </Suspense>
      <Suspense>{exporting && <ExportDialog sessionId={sessionId} onClose={() => setExporting(false)} />}</Suspense>
      <Suspense>{asCase && <CaseDialog sessionId={sessionId} onClose={() => setAsCase(false)} />}</Suspense>
    </>
  )
}

function MoreButton(props: Omit<ComponentProps<typeof IconButton>, 'name' | 'icon'>) {
  return <IconButton {...props} name="More for this session" icon={EllipsisVertical} />
}
