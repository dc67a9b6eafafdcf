import { useState } from 'react'
import { Button } from '@/ui/Button'

export interface DialogFooterProps {
  /** What saves, in a word, and while it does. */
  save: string
  saving: string
  isPending: boolean
  /** Asked about once more before the dialog goes. */
  asking: boolean
  onAsk: (asking: boolean) => void
  onClose: () => void
  onCancel: () => void
}

/** The buttons of a form in a dialog; they stay in view while it scrolls. What was typed goes only when that is confirmed. */
export function DialogFooter({ save, saving, isPending, asking, onAsk, onClose, onCancel }: DialogFooterProps) {
  return (
    <div className="sticky -bottom-4 -mx-4 -mb-4 flex flex-wrap items-center justify-end gap-2 rounded-b-card border-t border-line bg-surface px-4 py-3">
      {asking && (
        <>
          <p role="alert" className="mr-auto">
            What you typed is not saved.
          </p>
          <Button variant="danger" onClick={onClose}>
            Discard it
          </Button>
        </>
      )}
      <Button onClick={asking ? () => onAsk(false) : onCancel}>{asking ? 'Go on typing' : 'Cancel'}</Button>
      <Button type="submit" variant="primary" idle={isPending}>
        {isPending ? saving : save}
      </Button>
    </div>
  )
}

/** Whether to close asks first, because something typed would be lost. */
export function useAskedClose(dirty: boolean, onClose: () => void) {
  const [asking, setAsking] = useState(false)
  const close = () => (dirty ? setAsking(true) : onClose())
  return { close, footer: { asking: asking && dirty, onAsk: setAsking, onClose, onCancel: close } }
}
