import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { meQuery } from '@/api/queries'
import { initials } from '@/lib/initials'

const UserMenuOpen = lazy(() => import('./UserMenuOpen'))

/** The menu's code comes with its first use. */
export function UserMenu() {
  const { data: me } = useQuery(meQuery)
  const [wanted, setWanted] = useState(false)
  if (!me) return null
  const button = <UserButton name={me.name} />
  if (!wanted) return <UserButton name={me.name} aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />
  return (
    <Suspense fallback={button}>
      <UserMenuOpen me={me} trigger={button} />
    </Suspense>
  )
}

function UserButton({ name, ...rest }: { name: string } & ComponentProps<'button'>) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={`Your menu, ${name}`}
      className="flex size-7 shrink-0 items-center justify-center rounded-full border border-ctl bg-sunken text-meta font-semibold text-fg2 hover:text-fg"
    >
      {/* Drawn, not written: a visible text would have to be part of the button's name. */}
      <span aria-hidden data-initials={initials(name)} className="before:content-[attr(data-initials)]" />
    </button>
  )
}
