import { useQuery } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { meQuery } from '@/api/queries'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Select } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { Menu, MenuItem } from '@/ui/Menu'
import { Tag } from '@/ui/Tag'
import { ROLE_NAMES, ROLE_OPTIONS, type Role } from '../roles'
import type { User } from './queries'
import { stateOf } from './state'
import { useTellingChange } from './telling'
import type { Opened } from './UsersPage'

const CELL = 'border-t border-line px-3 py-2 max-md:border-0 max-md:p-0 md:group-first:border-t-0'

export function UserRow({ user, onOpen }: { user: User; onOpen: (opened: Opened) => void }) {
  const { data: me } = useQuery(meQuery)
  const now = useNow()
  const state = stateOf(user)
  const isMe = user.id === me?.user_id
  const seen = user.activity?.last_seen_at
  const sessions = user.activity?.open_sessions ?? 0
  return (
    <tr className="group hover:bg-sunken max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:border-t max-md:border-line max-md:p-3 max-md:first:border-t-0">
      <th scope="row" className={`${CELL} text-left font-normal max-md:w-[calc(100%-3.5rem)] max-md:shrink-0`}>
        <p className="font-medium break-words">
          {user.name} {isMe && <span className="font-normal text-fg3">(you)</span>}
        </p>
        <p className="text-code break-all text-fg2">{user.email}</p>
      </th>
      <td className={`${CELL} w-32 max-md:order-2 max-md:w-auto`}>
        <RoleSelect user={user} fixed={isMe || user.disabled_at !== null} />
      </td>
      <td className={`${CELL} max-md:order-3 max-md:flex-1`}>
        <Tag tone={state.tone}>{state.word}</Tag>
      </td>
      <td className={`${CELL} whitespace-nowrap text-fg2 max-md:order-4`} title={seen ? moment(seen) : undefined}>
        {seen ? (
          <>
            <span className="md:sr-only">seen</span> {age(seen, now)}
          </>
        ) : (
          <>
            never <span className="md:sr-only">seen</span>
          </>
        )}
      </td>
      <td className={`${CELL} text-right text-fg2 tabular-nums max-md:order-5`}>
        {sessions} <span className="md:sr-only">open</span>
      </td>
      <td className={`${CELL} w-10 max-md:order-1`}>
        <Actions user={user} isMe={isMe} onOpen={onOpen} />
      </td>
    </tr>
  )
}

function RoleSelect({ user, fixed }: { user: User; fixed: boolean }) {
  const { change, pending } = useTellingChange(user)
  if (fixed) return <span className="text-fg2">{ROLE_NAMES[user.role]}</span>
  return (
    <Select
      label={`Role of ${user.name}`}
      hideLabel
      className="w-28"
      value={pending?.role ?? user.role}
      options={ROLE_OPTIONS}
      onChange={({ target }) => change({ role: target.value as Role })}
    />
  )
}

function Actions({ user, isMe, onOpen }: { user: User; isMe: boolean; onOpen: (opened: Opened) => void }) {
  const { change } = useTellingChange(user)
  const isOff = user.disabled_at !== null
  return (
    <Menu trigger={<IconButton name={`Actions for ${user.name}`} icon={Ellipsis} />}>
      <MenuItem onSelect={() => onOpen({ kind: 'rename', user })}>Rename</MenuItem>
      {!isOff && !isMe && <MenuItem onSelect={() => onOpen({ kind: 'renew', user })}>New sign-in link</MenuItem>}
      {!isOff && !isMe && <MenuItem onSelect={() => onOpen({ kind: 'deactivate', user })}>Deactivate</MenuItem>}
      {isOff && <MenuItem onSelect={() => change({ disabled: false })}>Reactivate</MenuItem>}
    </Menu>
  )
}
