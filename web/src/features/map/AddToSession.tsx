import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import type { Session } from '@/features/sessions/queries'
import { useSettled } from '@/lib/useSettled'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Select } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import type { Diagram, Edit } from './model/edit'
import { evidenceQuery } from './queries'
import { SessionChoice } from './SessionChoice'

export interface AddToSessionProps {
  diagram: Diagram
  edit: Edit
  nodeId: string | undefined
  /** Chosen before the diagram was. */
  session: string | undefined
  onClose: () => void
}

/** What the diagram shows becomes a confirmed fact of a session, in the words that are shown here first. */
export default function AddToSession({ diagram, edit, nodeId, session, onClose }: AddToSessionProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [node, setNode] = useState(nodeId ?? '')
  const [chosen, setChosen] = useState<Session | string | undefined>(session)
  const [internal, setInternal] = useState(false)
  const settled = useSettled(node, 100)
  const said = useQuery(evidenceQuery(diagram.id, diagram.version, settled || undefined))
  const sessionId = typeof chosen === 'string' ? chosen : chosen?.id
  const add = useMutation<Schemas['DiagramAdded'], ApiError, string>({
    mutationFn: (id) =>
      unwrap(
        http.POST('/api/v1/ai-sessions/{session_id}/diagrams', {
          params: { path: { session_id: id } },
          body: { diagram_id: diagram.id, version: diagram.version, node_id: node || null, important: false, internal },
        }),
      ),
    onSuccess: ({ fact }, id) => {
      void cache.invalidateQueries({ queryKey: ['session', id] })
      onClose()
      const undo = () =>
        void http
          .DELETE('/api/v1/ai-sessions/{session_id}/facts/{fact_id}', { params: { path: { session_id: id, fact_id: fact.id } } })
          .then(() => cache.invalidateQueries({ queryKey: ['session', id] }))
      const open = () => void navigate({ to: '/pilot/$sessionId', params: { sessionId: id } })
      if (session === id) {
        open()
        say.done('Added to what we know', { label: 'Undo', onClick: undo })
      } else say.done('Added to what we know in the session', { label: 'Open session', onClick: open })
    },
  })
  const devices = [{ value: '', label: 'No device in particular' }, ...edit.nodes.map(({ id, label }) => ({ value: id, label }))]
  return (
    <Dialog open wide onClose={onClose} title="Add to a session" description={`Version ${diagram.version} is kept in the session; later changes of the diagram don’t alter it.`}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId && !add.isPending) add.mutate(sessionId)
        }}
      >
        <SessionChoice client={diagram.client} chosen={sessionId} onChoose={setChosen} />
        <Select label="Name the neighbours of" options={devices} value={node} onChange={(event) => setNode(event.target.value)} />
        <section aria-labelledby="evidence-title">
          <h3 id="evidence-title" className="mb-1 font-medium">
            The fact will say
          </h3>
          {said.data ? (
            <p className="rounded-ctl border border-line bg-sunken px-3 py-2 break-words">{said.data.text}</p>
          ) : said.error ? (
            <ErrorState what="The words could not be made." error={said.error} onRetry={() => void said.refetch()} />
          ) : (
            <Skeleton lines={3} label="Loading the words" />
          )}
        </section>
        <label className="flex items-center gap-2">
          <input type="checkbox" className="size-4" checked={internal} onChange={(event) => setInternal(event.target.checked)} />
          Internal: keep it out of the customer’s note
        </label>
        <FormError error={add.error} />
        <Button type="submit" variant="primary" idle={!sessionId || add.isPending} className="self-end">
          {add.isPending ? 'Adding' : 'Add to session'}
        </Button>
      </form>
    </Dialog>
  )
}
