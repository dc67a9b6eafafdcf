import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '@/ui/Button'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { useRemoveConnection, type Connection } from './queries'

/** Its secrets are deleted, so that it can't be undone: asked once more instead. */
export function RemoveConnection({ connection }: { connection: Connection }) {
  const remove = useRemoveConnection(connection.id)
  const [asking, setAsking] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  const ask = useRef<HTMLButtonElement>(null)
  // The pressed button goes: the focus moves to the harmless one that takes its place.
  const turn = (next: boolean) => {
    flushSync(() => setAsking(next))
    ;(next ? keep : ask).current?.focus()
  }
  const act = () => remove.mutate(undefined, { onSuccess: () => say.done(`${connection.name} is disconnected.`) })
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
      {asking ? (
        <div role="group" aria-label={`Disconnect ${connection.name}?`} className="flex flex-1 flex-wrap items-center gap-2">
          <p className="min-w-56 flex-1">
            Sessions keep their notes, but nothing can be posted to their tickets any more. Its secrets and its status mapping are
            deleted. A callback that is registered there is removed too, if the system can be reached; calls that still come are refused.
          </p>
          <Button variant="danger" idle={remove.isPending} onClick={act}>
            {remove.isPending ? 'Disconnecting' : 'Disconnect'}
          </Button>
          <Button ref={keep} variant="ghost" onClick={() => turn(false)}>
            Keep
          </Button>
        </div>
      ) : (
        <Button ref={ask} variant="danger" onClick={() => turn(true)}>
          Disconnect {connection.name}
        </Button>
      )}
      <FormError error={remove.error} />
    </div>
  )
}
