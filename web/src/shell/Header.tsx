import { Link } from '@tanstack/react-router'
import { Keys } from '@/ui/Keys'
import { Button } from '@/ui/Button'
import { HeaderSlot } from './HeaderSlot'
import { UserMenu } from './UserMenu'

export function Header({ onPalette }: { onPalette: () => void }) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-surface px-3">
      <Link to="/sessions" className="flex items-center gap-2 rounded-tag font-semibold text-fg">
        <img src="/favicon.svg" alt="" width={20} height={20} />
        Resolvent
      </Link>
      <HeaderSlot />
      <Button variant="ghost" onClick={onPalette} className="px-2 max-sm:hidden">
        Commands
        <Keys keys="$mod+k" />
      </Button>
      <UserMenu />
    </header>
  )
}
