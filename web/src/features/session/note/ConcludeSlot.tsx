import type { KeyboardEvent, Ref } from 'react'
import { Button } from '@/ui/Button'
import type { Kind, Whole } from '../model/types'
import { isUnderWay } from './words'
import { WritebackTelling } from './WritebackTelling'

export interface ConcludeSlotProps {
  whole: Whole
  system: string
  ticketUrl: string | undefined
  open: Kind | undefined
  onOpen: (kind: Kind) => void
  onReopen: () => void
  reopening: boolean
  resolveRef: Ref<HTMLButtonElement>
}

/** The key that said Success may still be held down when the focus comes here. */
const ignoreRepeat = (event: KeyboardEvent) => event.repeat && event.preventDefault()

/** Always in view: how the session ends. */
export function ConcludeSlot(props: ConcludeSlotProps) {
  const { whole, system, ticketUrl, open, onOpen, onReopen, reopening, resolveRef } = props
  const { session } = whole
  const newest = whole.writebacks.findLast(({ round }) => round === session.round)
  return (
    <section id="conclude" aria-label="Conclude" tabIndex={-1} className="flex flex-col gap-2 border-t border-line bg-surface px-3 py-2.5">
      {/* How it ended is told by its message and in the timeline. */}
      {newest && open !== newest.kind && isUnderWay(newest) && (
        <WritebackTelling sessionId={session.id} writeback={newest} system={system} ticketUrl={ticketUrl} />
      )}
      <div className="flex items-center gap-2">
        {session.status === 'active' ? (
          <>
            <Button
              ref={resolveRef}
              variant="primary"
              className="flex-1"
              aria-expanded={open === 'resolution'}
              onKeyDown={ignoreRepeat}
              onClick={() => onOpen('resolution')}
            >
              Resolve
            </Button>
            <Button className="flex-1" aria-expanded={open === 'escalation'} onKeyDown={ignoreRepeat} onClick={() => onOpen('escalation')}>
              Escalate instead
            </Button>
          </>
        ) : (
          <>
            <Button className="flex-1" onClick={() => onOpen(session.status === 'escalated' ? 'escalation' : 'resolution')}>
              Show the note
            </Button>
            {session.status !== 'escalated' && (
              <Button className="flex-1" idle={reopening} onClick={onReopen}>
                {reopening ? 'Reopening' : 'Reopen'}
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  )
}
