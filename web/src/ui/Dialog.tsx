import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { cx } from '@/lib/cx'
import { IconButton } from './IconButton'
import { useDialogFocus } from './useDialogFocus'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children: ReactNode
  wide?: boolean
  /** Keep open on Escape and on a click outside, e.g. when the page behind can't work. */
  persistent?: boolean
  /** Where the focus starts; by default the first control, also when it comes later. */
  initialFocus?: RefObject<HTMLElement | null>
}

export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, children, wide = false, persistent = false, initialFocus } = props
  const { popup, watch, start } = useDialogFocus()
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && !persistent && onClose()} disablePointerDismissal={persistent}>
      <Base.Portal>
        <Base.Backdrop className="fade fixed inset-0 z-40 bg-[rgb(0_0_0/0.5)]" />
        <Base.Popup
          ref={popup}
          initialFocus={initialFocus ?? start}
          className={cx(
            'fade fixed top-[10vh] left-1/2 z-40 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col',
            'rounded-card border border-line bg-surface text-fg',
            wide ? 'max-w-2xl' : 'max-w-md',
          )}
        >
          <div className="border-b border-line py-3 pr-12 pl-4">
            <Base.Title className="text-panel font-semibold">{title}</Base.Title>
            {description && <Base.Description className="mt-0.5 text-fg2">{description}</Base.Description>}
          </div>
          <div ref={watch} className="min-h-0 overflow-y-auto p-4">
            {children}
          </div>
          {/* Last in order, so that the focus starts in the content. */}
          {!persistent && <IconButton name="Close" icon={X} onClick={onClose} className="absolute top-2.5 right-3" />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
