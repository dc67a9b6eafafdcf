import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Button } from '@/ui/Button'
import { ErrorState, FormError, reason, Skeleton } from '@/ui/states'
import { mappingQuery, useChangeConnection, type BoardMapping, type Connection, type Mapping } from '../queries'
import { troubledFirst } from './choices'
import { TargetSelect } from './TargetSelect'

export interface StatusMappingProps {
  connection: Connection
  isAdmin: boolean
  /** Instead of the usual one, at its level. */
  heading?: ReactNode
  /** Why nothing can be read, where it is said already. */
  told?: readonly string[]
}

/** Which status a ticket gets once its note is posted, by board. Unset: the note is posted, the status is left alone. */
export function StatusMapping({ connection, isAdmin, heading, told = [] }: StatusMappingProps) {
  const mapping = useQuery(mappingQuery(connection.id))
  const reading = mapping.isFetching ? 'Reading' : 'Read again'
  const retry = () => void mapping.refetch()
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {heading ?? <h3 className="font-medium">Status set on the ticket</h3>}
        {mapping.data && (
          <Button small variant="ghost" idle={mapping.isFetching} aria-label={`${reading}: statuses of ${connection.name}`} onClick={retry}>
            {reading}
          </Button>
        )}
      </div>
      {mapping.isPending && <Skeleton lines={3} label="Reading boards and statuses" />}
      {mapping.error && told.includes(reason(mapping.error)) && (
        <p className="text-fg2">The boards and their statuses could not be read. The test above says why.</p>
      )}
      {mapping.error && !told.includes(reason(mapping.error)) && (
        <ErrorState
          what={mapping.data ? 'The statuses could not be read again; these are from before.' : 'The boards and their statuses could not be read.'}
          error={mapping.error}
          onRetry={retry}
        />
      )}
      {mapping.data && <Boards mapping={mapping.data} connectionId={connection.id} isAdmin={isAdmin} />}
      <Defaults connection={connection} mapping={mapping.data} isAdmin={isAdmin} />
    </div>
  )
}

interface BoardsProps {
  mapping: Mapping
  connectionId: string
  isAdmin: boolean
}

function Boards({ mapping, connectionId, isAdmin }: BoardsProps) {
  // Kept for as long as it is open: a row must not move away from who sets it.
  const [order] = useState(() => troubledFirst(mapping.boards).map(({ id }) => id))
  const rank = ({ id }: BoardMapping) => (order.includes(id) ? order.indexOf(id) : order.length)
  if (mapping.boards.length === 0) {
    return <p className="text-fg2">This connection sees no boards. Check its rights, or the boards named in its settings.</p>
  }
  return (
    <ul className="flex flex-col divide-y divide-line rounded-ctl border border-line">
      {mapping.boards
        .toSorted((one, other) => rank(one) - rank(other))
        .map((board) => (
          <li key={board.id}>
            <div role="group" aria-label={board.name} className="grid gap-x-4 gap-y-2 p-3 sm:grid-cols-[10rem_1fr_1fr]">
              <p className="min-w-0 font-medium break-words">{board.name}</p>
              {board.failed !== null && (
                <p className="text-red-fg sm:col-span-2">Its statuses could not be read: {board.failed}</p>
              )}
              {board.targets.map((target) => (
                <TargetSelect key={target.kind} {...{ connectionId, board, target, isAdmin }} />
              ))}
            </div>
          </li>
        ))}
    </ul>
  )
}

const DEFAULTS = [
  { kind: 'resolution', after: 'after a resolution' },
  { kind: 'escalation', after: 'after an escalation' },
]

/** Statuses of the whole connection, which count on boards without a choice of their own. */
function Defaults({ connection, mapping, isAdmin }: Pick<StatusMappingProps, 'connection' | 'isAdmin'> & { mapping: Mapping | undefined }) {
  const change = useChangeConnection(connection.id)
  const statuses = mapping?.boards.flatMap((board) => board.statuses) ?? []
  const set = DEFAULTS.flatMap(({ kind, after }) => {
    const id = connection.status_targets[kind]
    return id ? [{ kind, said: `${statuses.find((one) => one.id === id)?.name ?? id} ${after}` }] : []
  })
  if (set.length === 0) return null
  const removed = Object.fromEntries(set.map(({ kind }) => [kind, null]))
  return (
    <div className="flex flex-wrap items-center gap-2 text-fg2">
      <p>Default of this system: {set.map(({ said }) => said).join(', ')}.</p>
      {isAdmin && (
        <Button small variant="ghost" idle={change.isPending} onClick={() => change.mutate({ status_targets: removed })}>
          Remove the default
        </Button>
      )}
      <FormError error={change.error} />
    </div>
  )
}
