import { useId, type ReactNode } from 'react'

export interface CardProps {
  title: string
  description?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

/** One group of settings with its heading. */
export function Card({ title, description, actions, children }: CardProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
        <div className="min-w-40 flex-1">
          <h2 id={id} className="text-panel font-semibold break-words">
            {title}
          </h2>
          {description && <p className="text-fg2">{description}</p>}
        </div>
        {actions}
      </div>
      <div className="flex flex-col gap-4 p-4">{children}</div>
    </section>
  )
}
