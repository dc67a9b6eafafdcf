import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { bringBack, discardDraft } from './calls'
import type { DraftTemplate, Edit } from './edit'

export interface DiscardDialogProps {
  draft: DraftTemplate
  /** As it stands in the builder. */
  edit: Edit
  onClose: () => void
  onDone: () => void
}

export function DiscardDialog({ draft, edit, onClose, onDone }: DiscardDialogProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const refresh = () => {
    for (const queryKey of [['drafts'], ['session']]) void cache.invalidateQueries({ queryKey })
  }
  const undo = async () => {
    try {
      const { id: draftId } = await bringBack(draft, edit)
      refresh()
      const open = () => void navigate({ to: '/scripts/builder/$draftId', params: { draftId } })
      say.done('The draft is back', { label: 'Open', onClick: open })
    } catch (error) {
      say.failed('The draft was not brought back.', error, { label: 'Try again', onClick: () => void undo() })
    }
  }
  const discard = useMutation({
    mutationFn: () => discardDraft(draft.id),
    onSuccess: () => {
      refresh()
      say.done('Draft discarded', { label: 'Undo', onClick: () => void undo() })
      onDone()
    },
  })
  return (
    <Dialog open onClose={onClose} title="Discard this draft?" description="It is not offered any more. What ran, and who wrote it, stays in the history.">
      <FormError error={discard.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button variant="danger" idle={discard.isPending} onClick={() => discard.mutate()}>
          Discard
        </Button>
      </div>
    </Dialog>
  )
}
