import { useNavigate } from '@tanstack/react-router'
import { Bell, Keyboard, ListChecks, LogOut, Settings, type LucideIcon } from 'lucide-react'
import type { Schemas } from '@/api/client'
import { useChangeOwn } from '@/api/own'
import { useSignOut } from '@/features/auth/queries'
import { useStore } from '@/lib/store'
import { Menu, MenuChoice, MenuItem, MenuLine, type MenuProps } from '@/ui/Menu'
import { sheet } from './sheets'
import { chooseDensity, chooseTheme, DENSITIES, density, theme, THEMES } from './theme'

export default function UserMenuOpen({ me, trigger }: { me: Schemas['MeOut']; trigger: MenuProps['trigger'] }) {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const own = useChangeOwn()
  const chosen = useStore(theme)
  const rows = useStore(density)
  const showSteps = () => {
    own.mutate({ guide_hidden: false })
    void navigate({ to: '/sessions' })
  }
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
      <MenuChoice label="Density" value={rows} options={DENSITIES} onChange={chooseDensity} />
      <MenuLine />
      <Item icon={Bell} name="Notifications" onSelect={() => sheet.set('notifications')} />
      <Item icon={Keyboard} name="Keyboard shortcuts" onSelect={() => sheet.set('help')} />
      <Item icon={ListChecks} name="First steps" onSelect={showSteps} />
      <Item icon={Settings} name="Your settings" onSelect={() => void navigate({ to: '/settings/me' })} />
      <MenuLine />
      <Item icon={LogOut} name="Sign out" onSelect={() => signOut.mutate()} />
    </Menu>
  )
}

function Item({ icon: Icon, name, onSelect }: { icon: LucideIcon; name: string; onSelect: () => void }) {
  return (
    <MenuItem onSelect={onSelect}>
      <Icon size={16} strokeWidth={1.75} aria-hidden /> {name}
    </MenuItem>
  )
}
