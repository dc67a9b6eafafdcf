export interface TickProps {
  label: string
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

export const Tick = ({ label, checked, disabled = false, onChange }: TickProps) => (
  <label className="flex items-center gap-2">
    <input type="checkbox" className="size-4 shrink-0 accent-accent" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
)
