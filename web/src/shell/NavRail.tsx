import { Link, useLocation } from '@tanstack/react-router'
import { Tooltip } from '@/ui/Tooltip'
import { usePlaces, type Place } from './navigation'

/** The longest address that the page lies under, so that one place alone is current. */
function useHere(places: readonly Place[]) {
  const path = useLocation({ select: ({ pathname }) => pathname })
  const over = places.filter(({ to }) => path === to || path.startsWith(`${to}/`))
  return over.toSorted((a, b) => b.to.length - a.to.length)[0]?.to
}

export function NavRail() {
  const places = usePlaces()
  const here = useHere(places)
  return (
    <nav aria-label="Places" className="w-12 shrink-0 overflow-y-auto border-r border-line bg-surface py-2">
      <ul className="flex flex-col items-center gap-1">
        {places.map(({ to, name, icon: Icon, keys }) => (
          <li key={to}>
            <Tooltip text={name} keys={keys} side="right">
              <Link
                to={to}
                // The router's own mark would also stand on a place above this one.
                activeOptions={{ exact: true }}
                aria-current={to === here ? 'page' : undefined}
                aria-label={name}
                className="flex size-9 items-center justify-center rounded-ctl text-fg2 hover:bg-sunken hover:text-fg aria-[current=page]:bg-sunken aria-[current=page]:text-accent"
              >
                <Icon size={18} strokeWidth={1.75} aria-hidden />
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  )
}
