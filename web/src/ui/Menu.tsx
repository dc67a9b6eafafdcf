import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { useRef, type ReactElement, type ReactNode } from 'react'

const ITEM =
  'flex h-control cursor-default items-center gap-2 rounded-tag px-2 text-body text-fg outline-none select-none data-highlighted:bg-sunken data-disabled:text-fg3'

export interface MenuProps {
  /** A button with a name of its own. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  defaultOpen?: boolean
}

export function Menu({ trigger, children, defaultOpen = false }: MenuProps) {
  // Beside its trigger, so that it stays inside the trigger's landmark.
  const place = useRef<HTMLDivElement>(null)
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <div ref={place} className="flex">
        <Base.Trigger render={trigger} />
      </div>
      <Base.Portal container={place}>
        <Base.Positioner positionMethod="fixed" side="bottom" align="end" sideOffset={6} className="z-50">
          {/* In a low window it scrolls by itself: what stands fixed cannot be reached by scrolling the page. */}
          <Base.Popup className="fade max-h-(--available-height) min-w-48 overflow-y-auto rounded-card border border-line bg-surface p-1 outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Base.Item className={ITEM} onClick={onSelect}>
      {children}
    </Base.Item>
  )
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line" />
}

export interface MenuChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)} aria-label={label}>
      <div aria-hidden className="px-2 py-1 text-meta text-fg3">
        {label}
      </div>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={ITEM} closeOnClick={false}>
          <span className="size-4">
            <Base.RadioItemIndicator>
              <Check size={16} strokeWidth={1.75} aria-hidden />
            </Base.RadioItemIndicator>
          </span>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}
