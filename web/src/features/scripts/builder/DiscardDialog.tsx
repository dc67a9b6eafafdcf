import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { discardDraft } from './calls'
import type { DraftTemplate } from './edit'

export function DiscardDialog({ draft, onClose, onDone }: { draft: DraftTemplate; onClose: () => void; onDone: () => void }) {
  const cache = useQueryClient()
  const discard = useMutation({
    mutationFn: () => discardDraft(draft.id),
    onSuccess: () => {
      for (const queryKey of [['drafts'], ['session']]) void cache.invalidateQueries({ queryKey })
      say.done('Draft discarded')
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
