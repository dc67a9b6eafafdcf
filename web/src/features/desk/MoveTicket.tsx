import type { Schemas } from '@/api/client'
import { Button } from '@/ui/Button'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { DeskStatus } from './DeskStatus'
import { useMoveDeskTicket, type DeskTicket } from './queries'

export function MoveTicket({ ticket, allowed }: { ticket: DeskTicket; allowed: Schemas['StatusOut'][] }) {
  const move = useMoveDeskTicket(ticket.id)
  const others = allowed.filter(({ id }) => id !== ticket.status.id)
  const choose = (wanted: Schemas['StatusOut']) => {
    if (move.isPending) return
    move.mutate(wanted.id, {
      onSuccess: ({ status }) => {
        if (status.id !== wanted.id) say.warn(`A rule of the desk set this ticket to ${status.name} instead of ${wanted.name}.`)
      },
    })
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Status">
        <DeskStatus status={ticket.status} />
        {others.length > 0 && <span className="text-meta text-fg3">Set to</span>}
        {others.map((status) => (
          <Button key={status.id} small idle={move.isPending} onClick={() => choose(status)}>
            {status.name}
          </Button>
        ))}
      </div>
      <FormError error={move.error} />
    </div>
  )
}
