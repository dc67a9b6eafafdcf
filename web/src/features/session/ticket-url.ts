import type { Whole } from './model/types'

/** Where the ticket stands in its system; a ticket of the local desk stands in this app. */
export function findTicketUrl(session: Whole['session'], provider: string | undefined): string | undefined {
  const url = session.ticket?.url
  if (typeof url === 'string' && /^https?:\/\//.test(url)) return url
  return provider === 'local' && session.ticket_id ? `/desk?ticket=${encodeURIComponent(session.ticket_id)}` : undefined
}
