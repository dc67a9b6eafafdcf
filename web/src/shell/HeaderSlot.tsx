import { createContext, useContext, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

interface Slot {
  element: HTMLElement | null
  setElement: (element: HTMLElement | null) => void
}

const SlotContext = createContext<Slot>({ element: null, setElement: () => undefined })

export function HeaderSlotProvider({ children }: { children: ReactNode }) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  return <SlotContext value={{ element, setElement }}>{children}</SlotContext>
}

/** Where the header shows what the page puts there. */
export function HeaderSlot() {
  const { setElement } = useContext(SlotContext)
  return <div ref={setElement} className="flex min-w-0 flex-1 items-center gap-3 [anchor-name:--room-start,--room-end]" />
}

/** A page's part of the header: its ticket, its state, its tags. */
export function HeaderContent({ children }: { children: ReactNode }) {
  const { element } = useContext(SlotContext)
  return element ? createPortal(children, element) : null
}
