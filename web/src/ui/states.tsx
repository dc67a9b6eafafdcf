import { CircleAlert, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { ApiError } from '@/api/client'
import { copyText } from '@/lib/clipboard'
import { Button } from './Button'

/** One sentence on why there is nothing, and the one next action. */
export function EmptyState({ icon: Icon, children, action }: { icon?: LucideIcon; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center text-fg2">
      {Icon && <Icon size={24} strokeWidth={1.5} aria-hidden className="text-fg3" />}
      <p className="max-w-md">{children}</p>
      {action}
    </div>
  )
}

export interface ErrorStateProps {
  error: unknown
  /** What failed, in plain words: "The sessions could not be loaded." */
  what: string
  onRetry?: () => void
}

export const reason = (error: unknown): string =>
  error instanceof ApiError ? error.message : 'Something went wrong in this page.'

const details = (what: string, error: unknown): string =>
  [
    what,
    error instanceof ApiError ? `${error.status} ${error.code}: ${error.message}` : String(error),
    error instanceof ApiError && error.requestId ? `request ${error.requestId}` : '',
    window.location.pathname,
    new Date().toISOString(),
  ]
    .filter(Boolean)
    .join('\n')

export function ErrorState({ error, what, onRetry }: ErrorStateProps) {
  const [copied, setCopied] = useState(false)
  const requestId = error instanceof ApiError ? error.requestId : ''
  const copy = async () => setCopied(await copyText(details(what, error)))
  return (
    <div role="alert" className="m-4 flex gap-3 rounded-card border border-line bg-surface p-4">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-red-fg" />
      <div className="min-w-0">
        <p className="font-medium">{what}</p>
        <p className="mt-0.5 break-words text-fg2">{reason(error)}</p>
        {requestId && <p className="mt-1 font-mono text-meta text-fg3">Request {requestId}</p>}
        <div className="mt-3 flex flex-wrap gap-2">
          {onRetry && <Button onClick={onRetry}>Retry</Button>}
          <Button variant="ghost" onClick={copy}>
            {copied ? 'Copied' : 'Copy details'}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** Lines in the final shape, shown only when the answer takes longer than 200 ms. */
export function Skeleton({ lines = 5, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-busy="true" className="late flex flex-col gap-3 p-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="h-4 rounded-tag bg-line" style={{ width: `${90 - ((line * 17) % 45)}%` }} />
      ))}
    </div>
  )
}

/** A form's refusal that belongs to no single field. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
      {reason(error)}
    </p>
  )
}
