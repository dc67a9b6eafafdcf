import { useNavigate } from '@tanstack/react-router'
import { Bot, FileCode2, Hammer, Inbox, MessagesSquare, Plug, UserRound, type LucideIcon } from 'lucide-react'
import { useActions } from './actions'

export interface Place {
  to: '/sessions' | '/scripts' | '/scripts/builder' | '/desk' | '/settings/psa' | '/settings/llm' | '/settings/me'
  name: string
  icon: LucideIcon
  keys: string
}

export const PLACES: readonly Place[] = [
  { to: '/sessions', name: 'Sessions', icon: MessagesSquare, keys: 'g s' },
  { to: '/scripts', name: 'Scripts', icon: FileCode2, keys: 'g l' },
  { to: '/scripts/builder', name: 'Script Builder', icon: Hammer, keys: 'g b' },
  { to: '/desk', name: 'Local desk', icon: Inbox, keys: 'g d' },
  { to: '/settings/psa', name: 'Ticketing systems', icon: Plug, keys: 'g p' },
  { to: '/settings/llm', name: 'Models', icon: Bot, keys: 'g m' },
  { to: '/settings/me', name: 'Your settings', icon: UserRound, keys: 'g ,' },
]

/** Every place in the palette, with its keys. */
export function useNavigation() {
  const navigate = useNavigate()
  useActions(
    PLACES.map(({ to, name, keys }) => ({
      id: `go${to}`,
      name,
      group: 'Go to' as const,
      keys,
      run: () => void navigate({ to }),
    })),
  )
}
