import { useQuery } from '@tanstack/react-query'
import { ticketLine } from '@/features/sessions/queries'
import { Select } from '@/ui/Field'
import type { Kind, Whole } from '../model/types'
import { targetQuery } from './calls'

export interface TargetStatusProps {
  session: Whole['session']
  kind: Kind
  chosen: string | undefined
  onChoose: (statusId: string | undefined) => void
}

const LEAVE = ''

/** Which status the ticket gets with the note; another one can be picked for this once. */
export function TargetStatus({ session, kind, chosen, onChoose }: TargetStatusProps) {
  const { data: target, error } = useQuery(targetQuery(session.id, kind, session.state_version))
  if (error) return <p className="basis-full text-code text-amber-fg">The status to set could not be read: {error.message}</p>
  if (!target) return <p className="late py-1.5 text-code text-fg3">Reading the target status</p>

  const wanted = target.status_id ?? LEAVE
  const current = ticketLine(session).status ?? 'as it is'
  const options = [
    ...(target.status_id === null ? [{ value: LEAVE, label: `Leave it (${current})` }] : []),
    ...target.statuses.map(({ id, name }) => ({ value: id, label: name })),
  ]
  if (!options.some(({ value }) => value === wanted)) options.unshift({ value: wanted, label: target.status_name ?? wanted })
  const problem = chosen === undefined ? target.problem : null
  return (
    <>
      <div className="flex min-w-0 items-center gap-2">
        <span aria-hidden className="text-code whitespace-nowrap text-fg2">
          Sets status
        </span>
        <Select
          label="Status the ticket gets"
          hideLabel
          className="w-44 min-w-0"
          options={options}
          value={chosen ?? wanted}
          onChange={({ target: { value } }) => onChoose(value === wanted ? undefined : value)}
        />
      </div>
      {problem === 'not_configured' && (
        <p className="basis-full text-code text-amber-fg">
          No target status is set for this board: the ticket keeps its status unless you pick one.
        </p>
      )}
      {problem && problem !== 'not_configured' && <p className="basis-full text-code text-red-fg">{target.sentence}</p>}
    </>
  )
}
