import type { LucideIcon } from 'lucide-react'
import { useId, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { cx } from '@/lib/cx'

const CONTROL =
  'w-full rounded-ctl border border-ctl bg-surface text-fg aria-invalid:border-red-fg disabled:opacity-60'

const MONO = 'font-mono text-code'

interface Labelled {
  label: string
  hint?: ReactNode
  /** What is wrong with the value, as a sentence. */
  error?: string | undefined
  /** For what is typed by the character: scripts, patterns. */
  mono?: boolean
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

interface TextFieldProps extends Labelled, ComponentProps<'input'> {
  icon?: LucideIcon
}

export function TextField({ label, hint, error, hideLabel, mono, className, icon: Icon, ...rest }: TextFieldProps) {
  return (
    <Labelled {...{ label, hint, error, hideLabel, className }}>
      {(wiring) => (
        <div className="relative">
          {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden className="absolute inset-y-0 left-2.5 my-auto text-fg3" />}
          <input type="text" {...rest} {...wiring} className={cx(CONTROL, 'h-control pr-2.5', Icon ? 'pl-8' : 'pl-2.5', mono && MONO)} />
        </div>
      )}
    </Labelled>
  )
}

export function TextArea({ label, hint, error, hideLabel, mono, className, ...rest }: Labelled & ComponentProps<'textarea'>) {
  return (
    <Labelled {...{ label, hint, error, hideLabel, className }}>
      {(wiring) => <textarea rows={5} {...rest} {...wiring} className={cx(CONTROL, 'resize-y px-2.5 py-1.5', mono && MONO)} />}
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
        <select {...rest} {...wiring} className={cx(CONTROL, 'h-control px-1.5')}>
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
