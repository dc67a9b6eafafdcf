import { CircleAlert, CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { cx } from '@/lib/cx'
import { Button, buttonLook } from '@/ui/Button'
import { CopyButton } from '../CopyButton'
import type { Writeback } from '../model/types'
import { useRetryWriteback } from './posting'
import { tell, type Tone } from './words'

const LOOKS: Record<Tone, { look: string; icon: typeof CircleCheck }> = {
  green: { look: 'bg-green-bg text-green-fg', icon: CircleCheck },
  amber: { look: 'bg-amber-bg text-amber-fg', icon: TriangleAlert },
  red: { look: 'bg-red-bg text-red-fg', icon: CircleAlert },
  plain: { look: 'bg-sunken text-fg2', icon: LoaderCircle },
}

export interface WritebackTellingProps {
  sessionId: string
  writeback: Writeback
  system: string
  ticketUrl: string | undefined
}

/** How a note's posting stands, in words, with what can be done about it. */
export function WritebackTelling({ sessionId, writeback, system, ticketUrl }: WritebackTellingProps) {
  const retry = useRetryWriteback(sessionId)
  const told = tell(writeback, system)
  const { look, icon: Icon } = LOOKS[told.tone]
  const small = '!h-7 bg-surface'
  const noTarget = writeback.step === 'SKIPPED'
  return (
    <div className={cx('flex flex-col gap-2 rounded-ctl px-3 py-2', look)}>
      <p className="flex items-start gap-2 font-medium">
        <Icon size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
        {told.text}
      </p>
      {told.detail && <p className="pl-6 text-code">{told.detail}</p>}
      {(told.retry ?? ticketUrl) && (
        <div className="flex flex-wrap items-center gap-2 pl-6">
          {told.retry && (
            <Button className={small} idle={retry.isPending} onClick={() => retry.mutate(writeback.id)}>
              {retry.isPending ? 'Trying' : told.retry}
            </Button>
          )}
          {ticketUrl && writeback.note_id && (
            <a className={buttonLook('secondary', small)} href={ticketUrl} target="_blank" rel="noopener noreferrer">
              Open ticket
            </a>
          )}
          {(noTarget || told.tone === 'red') && (
            <Link to={noTarget ? '/settings/status' : '/settings/psa'} className={buttonLook('secondary', small)}>
              Settings
            </Link>
          )}
          {told.retry && !writeback.note_id && <CopyButton name="Copy note" text={writeback.text} />}
        </div>
      )}
    </div>
  )
}
