import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { meQuery } from '@/api/queries'
import { SETTINGS, type SettingsPlace } from './places'

/** One list of all settings beside each of their pages; on small screens above it. */
export default function SettingsLayout() {
  const { data: me } = useQuery(meQuery)
  const isAdmin = me?.role === 'admin'
  const list = useRef<HTMLElement>(null)
  const here = useLocation({ select: ({ pathname }) => pathname })
  // On small screens the list is wider than the window.
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [here, isAdmin])
  return (
    <div className="flex h-full max-md:flex-col">
      <nav
        ref={list}
        aria-label="Settings"
        className="shrink-0 border-line bg-surface max-md:overflow-x-auto max-md:border-b md:w-52 md:overflow-y-auto md:border-r"
      >
        <div className="flex gap-1 p-2 md:flex-col md:gap-4 md:p-3">
          {SETTINGS.map(({ group, places }) => (
            <div key={group} className="max-md:contents">
              <p id={`settings-${group}`} className="px-2 pb-1 text-meta font-medium text-fg3 max-md:sr-only">
                {group}
              </p>
              <ul aria-labelledby={`settings-${group}`} className="flex gap-1 md:flex-col">
                {places
                  .filter(({ adminOnly }) => !adminOnly || isAdmin)
                  .map((place) => (
                    <Item key={place.to} {...place} />
                  ))}
              </ul>
            </div>
          ))}
        </div>
      </nav>
      <div className="min-h-0 min-w-0 flex-1">
        <Outlet />
      </div>
    </div>
  )
}

const Item = ({ to, name, icon: Icon }: SettingsPlace) => (
  <li>
    <Link
      to={to}
      activeOptions={{ exact: true, includeSearch: false }}
      className="flex h-8 items-center gap-2 rounded-ctl px-2 whitespace-nowrap text-fg2 hover:bg-sunken hover:text-fg focus-visible:-outline-offset-2 aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-fg"
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      {name}
    </Link>
  </li>
)
