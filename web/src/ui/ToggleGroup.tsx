import type { ReactNode } from 'react'

export interface ToggleGroupProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: ReactNode }[]
  onChange: (value: T) => void
}

/** Exactly one of a few. */
export function ToggleGroup<T extends string>({ label, value, options, onChange }: ToggleGroupProps<T>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex min-h-control flex-wrap self-start overflow-clip rounded-ctl border border-ctl bg-surface"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className="h-[calc(var(--control)-2px)] border-r border-line px-3 max-sm:px-1.5 text-fg2 last:border-r-0 hover:bg-sunken hover:text-fg focus-visible:-outline-offset-2 aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-fg aria-pressed:shadow-[inset_0_-2px_0_var(--accent)]"
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
