import { useQuery } from '@tanstack/react-query'
import { Select } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { statusesQuery, useChangeConnection, type Connection } from './queries'

const KINDS = [
  { kind: 'resolution', label: 'After a resolution' },
  { kind: 'escalation', label: 'After an escalation' },
] as const

type Status = { value: string; label: string }

/** Which status a ticket gets once its note is posted. Unset: the note is posted, the status is left alone. */
export function StatusTargets({ connection, isAdmin }: { connection: Connection; isAdmin: boolean }) {
  const statuses = useQuery(statusesQuery(connection.id))
  const change = useChangeConnection(connection.id)
  const found = statuses.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []
  const set = (kind: string, value: string) =>
    change.mutate({ status_targets: { ...connection.status_targets, [kind]: value || null } })

  return (
    <div className="flex flex-col gap-3">
      <h3 className="font-medium">Status set on the ticket</h3>
      {statuses.isPending && <Skeleton lines={2} label="Reading the statuses" />}
      {statuses.error && (
        <ErrorState what="The statuses could not be read." error={statuses.error} onRetry={() => void statuses.refetch()} />
      )}
      {statuses.data === null && <p className="text-fg2">It has no tickets yet, so that its statuses can’t be read.</p>}
      <div className="grid gap-4 sm:grid-cols-2">
        {KINDS.map(({ kind, label }) => {
          const target = connection.status_targets[kind] ?? ''
          return (
            <div key={kind} className="flex flex-col items-start gap-1.5">
              <Select
                label={label}
                className="w-full"
                value={target}
                disabled={!isAdmin || change.isPending}
                options={choices(found, target)}
                onChange={(event) => set(kind, event.target.value)}
              />
              {target === '' && <Tag tone="red">Not set: the status stays as it is</Tag>}
            </div>
          )
        })}
      </div>
      <FormError error={change.error} />
    </div>
  )
}

/** A target that the system does not offer any more still shows. */
function choices(found: Status[], target: string): Status[] {
  const known = target === '' || found.some(({ value }) => value === target)
  return [{ value: '', label: 'Leave the status alone' }, ...found, ...(known ? [] : [{ value: target, label: target }])]
}
