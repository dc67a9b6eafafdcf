import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Select } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import type { Kind } from '../model/types'
import { targetQuery } from './calls'
import { useRetryWriteback } from './posting'

export interface SetStatusProps {
  sessionId: string
  kind: Kind
  writebackId: string
  onClose: () => void
}

/** A status for the ticket of a note that was posted without one. It is set, and the ticket read again. */
export default function SetStatus({ sessionId, kind, writebackId, onClose }: SetStatusProps) {
  const target = useQuery({ ...targetQuery(sessionId, kind, -1), staleTime: 0 })
  const set = useRetryWriteback(sessionId)
  const [chosen, setChosen] = useState<string>()
  const statuses = target.data?.statuses ?? []
  const wanted = chosen ?? statuses.find(({ closed }) => closed)?.id ?? statuses[0]?.id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!wanted || set.isPending) return
    set.mutate({ writebackId, statusId: wanted }, { onSuccess: onClose, onError: ({ status }) => status === 502 && onClose() })
  }
  return (
    <Dialog open onClose={onClose} title="Set the ticket’s status" description="The note stays as it is. The ticket is read again afterwards.">
      {target.isPending && <Skeleton lines={2} label="Reading the statuses" />}
      {target.error && (
        <ErrorState what="The statuses could not be read." error={target.error} onRetry={() => void target.refetch()} />
      )}
      {target.data && (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Select
            label="Status"
            options={statuses.map(({ id, name }) => ({ value: id, label: name }))}
            value={wanted}
            onChange={({ target: { value } }) => setChosen(value)}
          />
          <FormError error={set.error} />
          <div className="flex justify-end gap-2">
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" idle={set.isPending || !wanted}>
              {set.isPending ? 'Setting and checking' : 'Set status'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
