import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { BookOpenText, ChartColumn, FileCode2, Hammer, Inbox, LifeBuoy, MessagesSquare, Network, Settings, TextSearch, type LucideIcon } from 'lucide-react'
import { meQuery } from '@/api/queries'
import { useActions } from './actions'

export interface Place {
  to: '/sessions' | '/search' | '/escalations' | '/insights' | '/scripts' | '/scripts/builder' | '/playbooks' | '/map' | '/desk' | '/settings'
  name: string
  icon: LucideIcon
  keys: string
  /** And administrators. */
  leadsOnly?: true
}

const PLACES: readonly Place[] = [
  { to: '/sessions', name: 'Sessions', icon: MessagesSquare, keys: 'g s' },
  { to: '/search', name: 'Search', icon: TextSearch, keys: 'g f' },
  { to: '/escalations', name: 'Escalations', icon: LifeBuoy, keys: 'g e' },
  { to: '/insights', name: 'Insights', icon: ChartColumn, keys: 'g i', leadsOnly: true },
  { to: '/scripts', name: 'Scripts', icon: FileCode2, keys: 'g l' },
  { to: '/scripts/builder', name: 'Script Builder', icon: Hammer, keys: 'g b' },
  { to: '/playbooks', name: 'Playbooks', icon: BookOpenText, keys: 'g k' },
  { to: '/map', name: 'Network', icon: Network, keys: 'g n' },
  { to: '/desk', name: 'Local desk', icon: Inbox, keys: 'g d' },
  { to: '/settings', name: 'Settings', icon: Settings, keys: 'g ,' },
]

/** Pages of the settings that have keys of their own, or are looked for by name. */
const SETTINGS = [
  { to: '/settings/psa', name: 'Ticketing systems', keys: 'g p' },
  { to: '/settings/llm', name: 'Models', keys: 'g m' },
  { to: '/settings/status', name: 'Status mapping' },
  { to: '/settings/tokens', name: 'API tokens' },
  { to: '/settings/users', name: 'Users' },
  { to: '/settings/audit', name: 'Audit' },
] as const

/** Those that this person may use. */
export function usePlaces(): readonly Place[] {
  const { data: me } = useQuery(meQuery)
  return PLACES.filter(({ leadsOnly }) => !leadsOnly || (me && me.role !== 'engineer'))
}

/** Every place in the palette, with its keys. */
export function useNavigation() {
  const navigate = useNavigate()
  const places = usePlaces()
  useActions(
    [...places, ...SETTINGS].map((place) => ({
      id: `go${place.to}`,
      name: place.name,
      group: 'Go to' as const,
      ...('keys' in place && { keys: place.keys }),
      run: () => void navigate({ to: place.to }),
    })),
  )
}

/** Tells whether another page was chosen that is not shown yet. */
export function useLeaving(): () => boolean {
  const router = useRouter({ warn: false })
  return () => {
    const shown = router?.state.resolvedLocation
    return shown !== undefined && shown.pathname !== router.latestLocation.pathname
  }
}
