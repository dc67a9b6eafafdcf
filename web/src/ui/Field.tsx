import { useId, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { cx } from '@/lib/cx'

const CONTROL =
  'w-full rounded-ctl border border-ctl bg-surface px-2.5 text-fg aria-invalid:border-red-fg disabled:opacity-60'

interface Labelled {
  label: string
  hint?: ReactNode
  /** What is wrong with the value, as a sentence. */
  error?: string | undefined
  /** The label is for screen readers only, e.g. in a filter bar. */
  hideLabel?: boolean
}

interface Wiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

function Labelled(props: Labelled & { className?: string | undefined; children: (wiring: Wiring) => ReactElement }) {
  const { label, hint, error, hideLabel, className, children } = props
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-meta text-fg3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-code text-red-fg">
          {error}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, hideLabel, className, ...rest }: Labelled & ComponentProps<'input'>) {
  return (
    <Labelled {...{ label, hint, error, hideLabel, className }}>
      {(wiring) => <input type="text" {...rest} {...wiring} className={cx(CONTROL, 'h-8')} />}
    </Labelled>
  )
}

export function TextArea({ label, hint, error, hideLabel, className, ...rest }: Labelled & ComponentProps<'textarea'>) {
  return (
    <Labelled {...{ label, hint, error, hideLabel, className }}>
      {(wiring) => <textarea rows={5} {...rest} {...wiring} className={cx(CONTROL, 'resize-y py-1.5')} />}
    </Labelled>
  )
}

interface SelectProps extends Labelled, ComponentProps<'select'> {
  options: readonly { value: string; label: string }[]
}

/** The platform's own select: keyboard, touch and screen readers work as everywhere. */
export function Select({ label, hint, error, hideLabel, className, options, ...rest }: SelectProps) {
  return (
    <Labelled {...{ label, hint, error, hideLabel, className }}>
      {(wiring) => (
        <select {...rest} {...wiring} className={cx(CONTROL, 'h-8')}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}
