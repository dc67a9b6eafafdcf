import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'
import { cx } from '@/lib/cx'

export interface PopoverProps {
  open: boolean
  onClose: () => void
  /** What it is anchored to, and where the focus returns. */
  anchor: RefObject<HTMLElement | null>
  title: string
  children: ReactNode
  className?: string
  initialFocus?: RefObject<HTMLElement | null>
}

/** A non-modal panel at an element; the page behind stays usable. */
export function Popover({ open, onClose, anchor, title, children, className, initialFocus }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side="top" align="end" sideOffset={8} collisionPadding={8} className="z-30">
          <Base.Popup
            initialFocus={initialFocus}
            finalFocus={anchor}
            className={cx(
              'fade flex max-h-(--available-height) flex-col rounded-card border border-line bg-surface text-fg',
              className,
            )}
          >
            <Base.Title className="px-4 pt-3 text-panel font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
