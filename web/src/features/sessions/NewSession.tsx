import { newKey } from '@/lib/key'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Dialog } from '@/ui/Dialog'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { FormError } from '@/ui/states'
import { FromProblem } from './FromProblem'
import { FromTicket } from './FromTicket'
import { useOpenSession } from './queries'

const SOURCES = [
  { value: 'ticket', label: 'From a ticket' },
  { value: 'problem', label: 'From a pasted problem' },
] as const

export default function NewSession({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const search = useRef<HTMLInputElement>(null)
  const begun = useRef(false)
  const [source, setSource] = useState<(typeof SOURCES)[number]['value']>('ticket')
  // One key a dialog: a doubled click or a retry opens no second session. A refused request may be mended.
  const [key, setKey] = useState(() => newKey())
  const open = useOpenSession((session) => navigate({ to: '/pilot/$sessionId', params: { sessionId: session.id } }))
  const send = (body: Parameters<typeof open.mutate>[0] extends infer B ? Omit<B & object, 'key'> : never) => {
    if (open.isPending) return
    open.mutate({ ...body, key }, { onError: (error) => error.status !== 0 && setKey(newKey()) })
  }
  /** Once, and not where it would bring a keyboard up over the tickets. */
  const onReady = () => {
    if (!begun.current && matchMedia('(pointer: fine)').matches) search.current?.focus()
    begun.current = true
  }
  return (
    <Dialog open onClose={onClose} title="New session" wide>
      <div className="flex flex-col gap-4">
        <ToggleGroup label="Where it starts" value={source} options={SOURCES} onChange={setSource} />
        {source === 'ticket' ? (
          <FromTicket search={search} onReady={onReady} busy={open.isPending} onPick={(ticket) => send({ ticket })} />
        ) : (
          <FromProblem busy={open.isPending} error={open.error} onSend={send} />
        )}
        {open.error && open.error.errors.length === 0 && <FormError error={open.error} />}
      </div>
    </Dialog>
  )
}
