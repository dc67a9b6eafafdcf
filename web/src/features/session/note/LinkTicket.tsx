import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { http, unwrap, type ApiError, type Schemas } from '@/api/client'
import { FromTicket } from '@/features/sessions/FromTicket'
import { Dialog } from '@/ui/Dialog'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import type { Whole } from '../model/types'
import { wholeKey } from '../model/whole'

export interface LinkTicketProps {
  session: Whole['session']
  onClose: () => void
  /** The session was closed before: its note goes to the ticket once it is confirmed anew. */
  onLinked: () => void
}

/** The ticket that this session's notes go to. A closed session begins a new round with it. */
export default function LinkTicket({ session, onClose, onLinked }: LinkTicketProps) {
  const cache = useQueryClient()
  // When it was asked for: the page may hear of the reopening before the ticket is linked.
  const [wasClosed] = useState(session.status !== 'active')
  const at = { params: { path: { session_id: session.id } } }
  const link = useMutation<Schemas['SessionOut'], ApiError, Schemas['TicketPick']>({
    mutationFn: async (ticket) => {
      if (session.status !== 'active') await unwrap(http.POST('/api/v1/ai-sessions/{session_id}/reopen', at))
      return unwrap(http.PATCH('/api/v1/ai-sessions/{session_id}', { ...at, body: { ticket } }))
    },
    onSuccess: ({ ticket }) => {
      const { number } = (ticket ?? {}) as { number?: string }
      say.done(`Linked to ticket ${number ?? ''}`.trim())
      onClose()
      if (wasClosed) onLinked()
    },
    onSettled: () => cache.invalidateQueries({ queryKey: wholeKey(session.id), exact: true }),
  })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Link a ticket"
      description={
        wasClosed
          ? 'The session is reopened with it. Its note is shown again, and posted once you confirm it.'
          : 'Notes of this session are posted to it, and its status is set.'
      }
    >
      <div className="flex flex-col gap-3">
        <FormError error={link.error} />
        <FromTicket busy={link.isPending} onPick={(ticket) => !link.isPending && link.mutate(ticket)} />
      </div>
    </Dialog>
  )
}
