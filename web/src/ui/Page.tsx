import { useEffect, type ReactNode } from 'react'
import { cx } from '@/lib/cx'

/** Names the tab. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Resolvent`
  }, [title])
}

export interface PageProps {
  title: string
  actions?: ReactNode
  children: ReactNode
  /** A table fills the window and scrolls by itself; text and forms read better narrow. */
  layout?: 'fill' | 'wide' | 'narrow'
}

/** A page's one main region with its one heading. */
export function Page({ title, actions, children, layout = 'narrow' }: PageProps) {
  useTitle(title)
  return (
    <main id="main" tabIndex={-1} className="relative flex h-full min-w-0 flex-col overflow-y-auto outline-none">
      <div className={cx('flex w-full flex-col gap-4 p-4 lg:px-6', layout === 'fill' ? 'h-full' : layout === 'narrow' && 'mx-auto max-w-3xl')}>
        <div className="flex min-h-8 shrink-0 flex-wrap items-center justify-between gap-2">
          <h1 className="text-page font-semibold">{title}</h1>
          {actions}
        </div>
        {children}
      </div>
    </main>
  )
}
