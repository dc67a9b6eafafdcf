import { RotateCcw } from 'lucide-react'
import { Button } from '@/ui/Button'
import { Tag } from '@/ui/Tag'
import { InfoLine } from '../InfoLine'
import type { Message } from '../model/types'

export interface TurnEndProps {
  message: Message
  /** Undefined where it can't be tried again. */
  onRetry: ((turnId: string) => void) | undefined
}

const endedTurn = ({ turn }: Message) => (turn && turn.status !== 'running' ? turn : undefined)

function Retry({ turnId, onRetry, children }: { turnId: string; onRetry: TurnEndProps['onRetry']; children: string }) {
  if (!onRetry) return null
  return (
    <Button small onClick={() => onRetry(turnId)}>
      <RotateCcw size={14} strokeWidth={2} aria-hidden /> {children}
    </Button>
  )
}

/** Above an answer: why another than the account's model gave it. */
export function TurnNotice({ message, onRetry }: TurnEndProps) {
  const turn = endedTurn(message)
  if (!turn?.notice) return null
  return (
    <InfoLine
      action={
        <Retry turnId={turn.id} onRetry={onRetry}>
          Try the model again
        </Retry>
      }
    >
      {turn.notice}
    </InfoLine>
  )
}

/** Below an answer: what it lacks, and Retry. */
export function TurnEnd({ message, onRetry }: TurnEndProps) {
  const turn = endedTurn(message)
  if (!turn) return null
  const retry = (
    <Retry turnId={turn.id} onRetry={onRetry}>
      Retry
    </Retry>
  )
  return (
    <>
      {turn.unnonced_blocks > 0 && (
        <InfoLine action={turn.status === 'complete' && retry}>
          The assistant tried to suggest a fix, or repeated pasted text that reads like one. It lacked this answer’s code,
          so nothing was taken from it.
        </InfoLine>
      )}
      {turn.status === 'stopped' && (
        <div className="flex items-center gap-2">
          <Tag>Stopped</Tag>
          {retry}
        </div>
      )}
      {turn.status === 'failed' && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-ctl bg-red-bg px-3 py-1.5 text-red-fg">
          <p className="min-w-48 flex-1 break-words">{failureOf(turn)}</p>
          {retry}
        </div>
      )}
    </>
  )
}

/** A sentence of the server's where it has one. */
const failureOf = ({ error, error_detail: detail }: NonNullable<Message['turn']>): string =>
  detail || (error === 'assistant_failed' ? 'The assistant could not answer.' : 'This answer was cut off.')
