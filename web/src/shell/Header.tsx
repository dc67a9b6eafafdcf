import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { Keys } from '@/ui/Keys'
import { useShownKeys } from './actions'
import { HeaderSlot } from './HeaderSlot'
import { UserMenu } from './UserMenu'

export function Header({ onPalette }: { onPalette: () => void }) {
  const keys = useShownKeys('$mod+k')
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-surface px-3 max-sm:gap-2">
      <Link to="/sessions" className="flex shrink-0 items-center gap-2 rounded-tag font-semibold text-fg">
        <img src="/favicon.svg" alt="" width={20} height={20} />
        <span className="max-sm:sr-only">Resolvent</span>
      </Link>
      <HeaderSlot />
      <Button variant="ghost" onClick={onPalette} className="px-2 max-lane:hidden">
        Commands
        {keys && <Keys keys={keys} />}
      </Button>
      <IconButton name="Commands" icon={Search} onClick={onPalette} className="lane:hidden" />
      <UserMenu />
    </header>
  )
}
