import { EllipsisVertical } from 'lucide-react'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { useActions } from '@/shell/actions'
import { IconButton } from '@/ui/IconButton'

const SessionMenuOpen = lazy(() => import('./SessionMenuOpen'))
const CaseDialog = lazy(() => import('./case/CaseDialog'))

/** What is done with a session now and then. The code of menu and dialog comes with their first use. */
export function SessionMenu({ sessionId }: { sessionId: string }) {
  const [wanted, setWanted] = useState(false)
  const [asCase, setAsCase] = useState(false)
  useActions([{ id: 'make-case', name: 'Make this session a case', group: 'Session', run: () => setAsCase(true) }])
  const closed = <MoreButton aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />
  return (
    <>
      <Suspense fallback={closed}>
        {wanted ? <SessionMenuOpen trigger={<MoreButton />} onCase={() => setAsCase(true)} /> : closed}
      </Suspense>
      <Suspense>{asCase && <CaseDialog sessionId={sessionId} onClose={() => setAsCase(false)} />}</Suspense>
    </>
  )
}

function MoreButton(props: Omit<ComponentProps<typeof IconButton>, 'name' | 'icon'>) {
  return <IconButton {...props} name="More for this session" icon={EllipsisVertical} />
}
