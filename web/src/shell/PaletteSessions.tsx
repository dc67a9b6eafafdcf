import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { http, unwrap } from '@/api/client'
import { reference, ticketLine } from '@/features/sessions/queries'
import type { RecentSession } from '@/lib/recent'
import { useSettled } from '@/lib/useSettled'

const REST_MS = 150
const MOST = 6

export interface Entry {
  id: string
  name: string
  keys?: string
  /** A ticket's number, before the name. */
  ref?: string
  /** Small, after the name. */
  beside?: string
  run: () => void
}

export const sessionEntry = ({ id, title, ref }: RecentSession, onOpen: (sessionId: string) => void): Entry => ({
  id: `session-${id}`,
  name: title,
  ...(ref && { ref }),
  run: () => onOpen(id),
})

export interface PaletteSessionsProps {
  query: string
  onOpen: (sessionId: string) => void
  children: (entries: readonly Entry[]) => ReactNode
}

/** Found by the server while one types: by number, title or client. */
export function PaletteSessions({ query, onOpen, children }: PaletteSessionsProps) {
  const settled = useSettled(query, REST_MS)
  const { data } = useQuery({
    queryKey: ['sessions', 'palette', settled],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/ai-sessions', { params: { query: { q: settled, limit: MOST } }, signal })),
    enabled: settled.length > 1,
    placeholderData: (before) => before,
  })
  if (query.length < 2 || !data) return null
  return children(
    data.items.map((session) => {
      const { number, company } = ticketLine(session)
      const ref = number === undefined ? '' : reference(number)
      return { ...sessionEntry({ id: session.id, title: session.title, ref }, onOpen), ...(company && { beside: company }) }
    }),
  )
}
