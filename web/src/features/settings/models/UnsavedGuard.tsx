import { useBlocker } from '@tanstack/react-router'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'

/** Leaving the page, or closing the tab, asks first while something typed is not saved. */
export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: dirty, withResolver: true })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog open onClose={blocker.reset} title="Leave without saving?" description="What you typed here is not saved.">
      <div className="flex justify-end gap-2">
        <Button onClick={blocker.reset}>Stay</Button>
        <Button variant="danger" onClick={blocker.proceed}>
          Leave
        </Button>
      </div>
    </Dialog>
  )
}
