export interface TickProps {
  label: string
  hint?: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

export const Tick = ({ label, hint, checked, disabled = false, onChange }: TickProps) => (
  <label className="flex gap-2">
    <input
      type="checkbox"
      className="mt-0.5 size-4 shrink-0 accent-accent"
      checked={checked}
      disabled={disabled}
      onChange={({ target }) => onChange(target.checked)}
    />
    <span className="min-w-0">
      {label}
      {hint && <span className="text-fg3">: {hint}</span>}
    </span>
  </label>
)
