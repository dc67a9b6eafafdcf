import { Bot, Building2, History, KeyRound, ListChecks, Plug, UserRound, Users, type LucideIcon } from 'lucide-react'

export interface SettingsPlace {
  to:
    | '/settings/me'
    | '/settings/tokens'
    | '/settings/account'
    | '/settings/users'
    | '/settings/psa'
    | '/settings/status'
    | '/settings/llm'
    | '/settings/audit'
  name: string
  icon: LucideIcon
  adminOnly?: true
}

export const SETTINGS: readonly { group: string; places: readonly SettingsPlace[] }[] = [
  {
    group: 'You',
    places: [
      { to: '/settings/me', name: 'Your settings', icon: UserRound },
      { to: '/settings/tokens', name: 'API tokens', icon: KeyRound },
    ],
  },
  {
    group: 'Account',
    places: [
      { to: '/settings/account', name: 'Name and time zone', icon: Building2, adminOnly: true },
      { to: '/settings/users', name: 'Users', icon: Users, adminOnly: true },
      { to: '/settings/psa', name: 'Ticketing systems', icon: Plug },
      { to: '/settings/status', name: 'Status mapping', icon: ListChecks },
      { to: '/settings/llm', name: 'Models', icon: Bot, adminOnly: true },
      { to: '/settings/audit', name: 'Audit', icon: History, adminOnly: true },
    ],
  },
]
