import { CircleAlert, CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { cx } from '@/lib/cx'
import { Button, buttonLook } from '@/ui/Button'
import type { Writeback } from '../model/types'
import { useActs, type ActButton } from './useActs'
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
  const { buttonsOf, retrying } = useActs(sessionId, ticketUrl)
  const told = tell(writeback, system)
  const { look, icon: Icon } = LOOKS[told.tone]
  const buttons = buttonsOf(writeback, told.acts)
  return (
    <div className={cx('flex flex-col gap-2 rounded-ctl px-3 py-2', look)}>
      <p className="flex items-start gap-2 font-medium">
        <Icon size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
        <span className="min-w-0 break-words">{told.text}</span>
      </p>
      {told.detail && <p className="pl-6 text-code break-words">{told.detail}</p>}
      {buttons.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 pl-6">
          {buttons.map((button) => (
            <Doing key={button.act} button={button} {...{ ticketUrl, retrying }} noTarget={writeback.step === 'SKIPPED'} />
          ))}
        </div>
      )}
    </div>
  )
}

interface DoingProps {
  button: ActButton
  ticketUrl: string | undefined
  retrying: boolean
  noTarget: boolean
}

/** What leads to a page is a link; what acts is a button. */
function Doing({ button, ticketUrl, retrying, noTarget }: DoingProps) {
  const { act, label, onClick } = button
  const look = buttonLook('secondary', 'bg-surface', true)
  if (act === 'open') {
    return (
      <a className={look} href={ticketUrl} target="_blank" rel="noopener noreferrer">
        {label}
      </a>
    )
  }
  if (act === 'settings') {
    return (
      <Link to={noTarget ? '/settings/status' : '/settings/psa'} className={look}>
        {label}
      </Link>
    )
  }
  const trying = retrying && (act === 'retry' || act === 'again')
  return (
    <Button small className="bg-surface" idle={trying} onClick={onClick}>
      {trying ? 'Trying' : label}
    </Button>
  )
}
