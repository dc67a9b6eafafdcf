import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { http, unwrap, type ApiError, type Schemas } from '@/api/client'

export type Inbound = Schemas['InboundOut']
export type InboundSet = Schemas['InboundSet']

const at = (connectionId: string) => ({ params: { path: { connection_id: connectionId } } })

export const inboundQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['connections', connectionId, 'inbound'],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/connections/{connection_id}/inbound', { ...at(connectionId), signal })),
    refetchInterval: 30_000,
  })

export function useSetInbound(connectionId: string) {
  const cache = useQueryClient()
  const { queryKey } = inboundQuery(connectionId)
  return useMutation<Inbound, ApiError, InboundSet>({
    mutationFn: (body) => unwrap(http.PUT('/api/v1/connections/{connection_id}/inbound', { ...at(connectionId), body })),
    // The address of the callbacks must not stay in memory.
    gcTime: 0,
    onSuccess: (answer) => cache.setQueryData(queryKey, { ...answer, webhook: { ...answer.webhook, url: null } }),
    onError: () => cache.invalidateQueries({ queryKey }),
  })
}

const EVERY = [
  [30, '30 seconds'],
  [60, 'minute'],
  [120, '2 minutes'],
  [300, '5 minutes'],
  [900, '15 minutes'],
  [3_600, 'hour'],
] as const

/** What can be chosen; an interval that was set in another way still shows. */
export function choicesOf(seconds: number): { value: string; label: string }[] {
  const known = EVERY.map(([value, label]) => ({ value: String(value), label: `Every ${label}` }))
  const own = seconds > 0 && !EVERY.some(([value]) => value === seconds)
  return [
    ...(own ? [{ value: String(seconds), label: `Every ${seconds} seconds` }] : []),
    ...known,
    { value: '0', label: 'Never by itself' },
  ]
}

/** How current the tickets are, in one sentence; `when` writes a time. */
export function stateLine({ watched, looked_at, poll_seconds, webhook }: Inbound, when: (iso: string) => string): string {
  if (poll_seconds === 0 && !webhook.on) return 'Tickets are read when a session is opened and before a note is posted, and not in between.'
  if (watched === 0) return 'No open session is on one of its tickets.'
  const tickets = `${watched} ${watched === 1 ? 'ticket' : 'tickets'} of open sessions`
  return looked_at ? `${tickets}, last read ${when(looked_at)}.` : `${tickets}, none read yet.`
}

export const troubleOf = ({ failing_since, error, try_again_at }: Inbound, when: (iso: string) => string): string | undefined =>
  failing_since
    ? `Reading has failed since ${when(failing_since)}. ${error ?? ''}${try_again_at ? ` The next try is at ${when(try_again_at)}.` : ''}`
    : undefined
