import { UserRow } from './UserRow'
import type { User } from './queries'
import type { Opened } from './UsersPage'

const HEAD = 'border-b border-line px-3 py-2 text-left text-meta font-medium text-fg3'

export interface UserTableProps {
  users: readonly User[]
  onOpen: (opened: Opened) => void
}

export const UserTable = ({ users, onOpen }: UserTableProps) => (
  <div className="rounded-card border border-line bg-surface">
    <table aria-label="Users" className="w-full">
      <thead className="max-md:sr-only">
        <tr>
          <th scope="col" className={HEAD}>
            User
          </th>
          <th scope="col" className={HEAD}>
            Role
          </th>
          <th scope="col" className={HEAD}>
            State
          </th>
          <th scope="col" className={HEAD}>
            Last seen
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            Open sessions
          </th>
          <th scope="col" className={HEAD}>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  </div>
)
