import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { usersQuery } from '@/api/queries'
import { Button } from '@/ui/Button'
import { SearchField } from '@/ui/SearchField'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { AdminPage } from '../nav/AdminPage'
import type { SignInLink, User } from './queries'
import { inOrder, matching } from './state'
import { UserTable } from './UserTable'

const UserDialogs = lazy(() => import('./UserDialogs'))

export type Opened =
  | { kind: 'invite' }
  | { kind: 'rename' | 'deactivate' | 'renew'; user: User }
  | { kind: 'link'; link: SignInLink }

const FEW = 8

export default function UsersPage() {
  const [opened, setOpened] = useState<Opened>()
  return (
    <AdminPage
      title="Users"
      actions={
        <Button variant="primary" onClick={() => setOpened({ kind: 'invite' })}>
          <Plus size={16} strokeWidth={2} aria-hidden /> Invite a user
        </Button>
      }
    >
      <UserList onOpen={setOpened} />
      <Suspense>{opened && <UserDialogs opened={opened} onOpen={setOpened} onClose={() => setOpened(undefined)} />}</Suspense>
    </AdminPage>
  )
}

function UserList({ onOpen }: { onOpen: (opened: Opened) => void }) {
  const users = useQuery(usersQuery)
  const [words, setWords] = useState('')
  if (!users.data) {
    return users.error ? (
      <ErrorState what="The users could not be loaded." error={users.error} onRetry={() => void users.refetch()} />
    ) : (
      <Skeleton lines={6} label="Loading users" />
    )
  }
  const all = users.data.items
  const found = inOrder(matching(all, words))
  return (
    <>
      {all.length > FEW && (
        <SearchField label="Filter users" placeholder="Name, e-mail, role or state" value={words} onSettle={setWords} />
      )}
      {found.length > 0 ? <UserTable users={found} onOpen={onOpen} /> : <EmptyState>No user has these words.</EmptyState>}
      {all.length === 1 && (
        <p className="text-fg2">
          You work alone here. Invite your colleagues: each gets a link that signs them in once, then chooses a password.
        </p>
      )}
    </>
  )
}
