import type { ApiError } from '@/api/client'

interface Change {
  seen: unknown
  now: unknown
}

const plain = (value: unknown): string =>
  typeof value === 'string' && value ? value : value === null || value === undefined || value === '' ? 'empty' : JSON.stringify(value)

/** What others changed at the ticket since this note was written. */
export function TicketChanges({ error }: { error: ApiError }) {
  const changes = Object.entries((error.problem.changes ?? {}) as Record<string, Change>)
  return (
    <div role="alert" className="rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="font-medium">{error.message}</p>
      {changes.length > 0 && (
        <dl className="mt-1 text-code">
          {changes.map(([name, { seen, now }]) => (
            <div key={name} className="flex gap-2">
              <dt className="font-medium capitalize">{name}</dt>
              <dd className="min-w-0 break-words">
                {plain(seen)} → {plain(now)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
