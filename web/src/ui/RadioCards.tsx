import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ReactNode } from 'react'
import { cx } from '@/lib/cx'

export interface RadioCardsProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; hint?: ReactNode; disabled?: boolean }[]
  onChange: (value: T) => void
  className?: string
}

/** A radio group drawn as cards: arrows move, the whole card is the target. */
export function RadioCards<T extends string>({ label, value, options, onChange, className }: RadioCardsProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next)}
      className={cx('grid auto-cols-fr gap-2 sm:grid-flow-col', className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          nativeButton
          render={<button type="button" />}
          className="flex flex-col items-start rounded-card border border-ctl p-3 text-left hover:bg-sunken data-checked:border-accent data-checked:shadow-[inset_0_0_0_1px_var(--accent)] data-disabled:opacity-60"
        >
          <span className="font-medium">{option.label}</span>
          {option.hint && <span className="mt-0.5 text-code text-fg2">{option.hint}</span>}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
