import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import DiagramList from './DiagramList'
import { clientsQuery } from './queries'

/** Every client's diagrams. */
export default function MapPage() {
  const { q = '', session } = useSearch({ from: '/app/map' })
  const navigate = useNavigate()
  const { data: clients } = useQuery(clientsQuery)
  return (
    <DiagramList
      client=""
      clients={clients?.items}
      q={q}
      session={session}
      onWords={(words) => void navigate({ to: '/map', search: { ...(words && { q: words }), ...(session && { session }) }, replace: true })}
    />
  )
}
