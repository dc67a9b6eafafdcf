import type { ComponentProps, MouseEvent } from 'react'
import { cx } from '@/lib/cx'

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger'

const LOOKS: Record<Variant, string> = {
  primary: 'bg-accent [--ink:var(--on-accent)] border-accent hover:opacity-90',
  secondary: 'bg-surface [--ink:var(--fg)] border-ctl hover:bg-sunken',
  ghost: 'bg-transparent [--ink:var(--fg2)] border-transparent hover:bg-sunken hover:[--ink:var(--fg)]',
  danger: 'bg-surface [--ink:var(--red-fg)] border-red-fg hover:bg-red-bg',
}

/** The look alone, for links that act as buttons. */
export const buttonLook = (variant: Variant = 'secondary', extra = '', small = false) =>
  cx(
    'ink inline-flex shrink-0 items-center justify-center gap-1.5 rounded-ctl border font-medium whitespace-nowrap',
    small ? 'h-7 px-2 text-code' : 'h-control px-3',
    'aria-disabled:opacity-60 disabled:opacity-60',
    LOOKS[variant],
    extra,
  )

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: Variant
  /** 28 px high, for rows and bars. */
  small?: boolean
  /** At work or not possible now: stays focusable, does nothing. Say why in the label or beside it. */
  idle?: boolean
}

export function Button({ variant, idle = false, small = false, className, onClick, type = 'button', ...rest }: ButtonProps) {
  const act = (event: MouseEvent<HTMLButtonElement>) => {
    if (idle) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={idle || undefined}
      onClick={act}
      className={buttonLook(variant, className, small)}
    />
  )
}
