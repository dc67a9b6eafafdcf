import { lazy, Suspense } from 'react'
import { useStore } from '@/lib/store'
import type { Kind, Whole } from '../model/types'
import { asked } from './asked'

// Asked for now and then.
const LinkTicket = lazy(() => import('./LinkTicket'))
const SetStatus = lazy(() => import('./SetStatus'))

/** What a result offers beyond a click: another ticket, another status. */
export function NoteDialogs({ whole, onOpen }: { whole: Whole; onOpen: (kind: Kind) => void }) {
  const now = useStore(asked)
  if (!now) return null
  const close = () => asked.set(undefined)
  return (
    <Suspense>
      {now.what === 'link' ? (
        <LinkTicket session={whole.session} onClose={close} onLinked={() => onOpen('resolution')} />
      ) : (
        <SetStatus sessionId={whole.session.id} kind={now.kind} writebackId={now.writebackId} onClose={close} />
      )}
    </Suspense>
  )
}
