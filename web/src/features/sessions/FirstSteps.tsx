import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Circle, CircleCheck, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useChangeOwn } from '@/api/own'
import { meQuery } from '@/api/queries'
import { newKey } from '@/lib/key'
import { Button, buttonLook } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { FormError } from '@/ui/states'
import { firstStepsQuery, useOpenSession } from './queries'

/** What is done is read from what there is, never from what was clicked. */
export default function FirstSteps() {
  const { data: steps } = useQuery(firstStepsQuery)
  const { data: me } = useQuery(meQuery)
  const change = useChangeOwn()
  if (!steps || !me) return null
  const done = [steps.note_posted, steps.ticketing_connected, steps.model_connected].filter(Boolean).length
  return (
    <section aria-labelledby="first-steps" className="rounded-card border border-line bg-surface">
      <div className="flex items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
        <h2 id="first-steps" className="font-semibold">
          First steps
        </h2>
        <span className="flex-1 text-meta text-fg3">{done === 3 ? 'All done' : `${done} of 3 done`}</span>
        <IconButton
          name="Hide the first steps"
          icon={X}
          onClick={() => {
            change.mutate({ guide_hidden: true })
            document.getElementById('main')?.focus()
          }}
        />
      </div>
      <ol className="divide-y divide-line">
        <Step
          done={steps.note_posted}
          title="Take a sample ticket to a posted note"
          action={steps.sample && !steps.note_posted && <OpenSample sample={steps.sample} />}
        >
          The{' '}
          <Link to="/desk" className="text-accent underline">
            local desk
          </Link>{' '}
          is a small ticketing system of its own, with made-up tickets to try things on. Nothing of it leaves this server.
        </Step>
        <Step
          done={steps.ticketing_connected}
          title="Connect your ticketing system"
          action={!steps.ticketing_connected && <Setup to="/settings/psa" isAdmin={me.role === 'admin'} name="Ticketing systems" />}
        >
          Sessions then open from your own tickets, and notes go back to them.
        </Step>
        <Step
          done={steps.model_connected}
          title="Connect a language model"
          action={!steps.model_connected && <Setup to="/settings/llm" isAdmin={me.role === 'admin'} name="Models" />}
        >
          Until then the built-in playbooks assist; they need no model and no key.
        </Step>
      </ol>
    </section>
  )
}

interface StepProps {
  done: boolean
  title: string
  action: ReactNode
  children: ReactNode
}

const Step = ({ done, title, action, children }: StepProps) => (
  <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
    {done ? (
      <CircleCheck size={16} strokeWidth={1.75} aria-label="Done:" className="shrink-0 self-start text-green-fg mt-0.5" />
    ) : (
      <Circle size={16} strokeWidth={1.75} aria-label="To do:" className="shrink-0 self-start text-fg3 mt-0.5" />
    )}
    <div className="min-w-48 flex-1">
      <p className={done ? 'text-fg2' : 'font-medium'}>{title}</p>
      {!done && <p className="text-code text-fg2">{children}</p>}
    </div>
    {action}
  </li>
)

function Setup({ to, isAdmin, name }: { to: '/settings/psa' | '/settings/llm'; isAdmin: boolean; name: string }) {
  if (!isAdmin) return <span className="text-meta text-fg3">Your administrator does this.</span>
  return (
    <Link to={to} className={buttonLook()}>
      {name}
    </Link>
  )
}

function OpenSample({ sample }: { sample: { connection_id: string; ticket_id: string } }) {
  const navigate = useNavigate()
  const [key] = useState(() => newKey())
  const open = useOpenSession((session) => navigate({ to: '/pilot/$sessionId', params: { sessionId: session.id } }))
  const ticket = { connection_id: sample.connection_id, ticket_id: sample.ticket_id }
  return (
    <>
      <Button variant="primary" idle={open.isPending} onClick={() => open.mutate({ ticket, key })}>
        {open.isPending ? 'Opening' : 'Open a sample ticket'}
      </Button>
      <FormError error={open.error} />
    </>
  )
}
