import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '@/lib/cx'
import { Tooltip } from './Tooltip'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** What it does, in words: its accessible name and its tooltip. */
  name: string
  icon: LucideIcon
  /** Shown in the tooltip, e.g. "Ctrl K". */
  keys?: string
}

export function IconButton({ name, icon: Icon, keys, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={name} keys={keys}>
      <button
        {...rest}
        type={type}
        aria-label={name}
        className={cx(
          'ink inline-flex size-7 shrink-0 items-center justify-center rounded-ctl [--ink:var(--fg2)] hover:bg-sunken hover:[--ink:var(--fg)]',
          'aria-pressed:bg-sunken aria-pressed:text-accent disabled:opacity-60',
          className,
        )}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  )
}
