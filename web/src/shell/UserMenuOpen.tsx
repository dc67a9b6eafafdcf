import { useNavigate } from '@tanstack/react-router'
import { LogOut, Settings } from 'lucide-react'
import type { Schemas } from '@/api/client'
import { useSignOut } from '@/features/auth/queries'
import { useStore } from '@/lib/store'
import { Menu, MenuChoice, MenuItem, MenuLine, type MenuProps } from '@/ui/Menu'
import { chooseTheme, theme, THEMES } from './theme'

export default function UserMenuOpen({ me, trigger }: { me: Schemas['MeOut']; trigger: MenuProps['trigger'] }) {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const chosen = useStore(theme)
  return (
    <Menu trigger={trigger} defaultOpen>
      <div className="px-2 py-1">
        <div className="font-medium">{me.name}</div>
        <div className="text-meta text-fg3">{me.email}</div>
        <div className="text-meta text-fg3">{me.account_name}</div>
      </div>
      <MenuLine />
      <MenuChoice label="Theme" value={chosen} options={THEMES} onChange={chooseTheme} />
      <MenuLine />
      <MenuItem onSelect={() => void navigate({ to: '/settings/me' })}>
        <Settings size={16} strokeWidth={1.75} aria-hidden /> Your settings
      </MenuItem>
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut size={16} strokeWidth={1.75} aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  )
}
