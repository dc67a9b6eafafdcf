import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ShieldAlert } from 'lucide-react'
import { useRef, type ComponentProps } from 'react'
import { meQuery } from '@/api/queries'
import { useKeepFocus } from '@/features/session/useKeepFocus'
import { buttonLook } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState } from '@/ui/states'

/** A page that only administrators may use; to others it says so and leads back. */
export function AdminPage({ children, actions, ...rest }: ComponentProps<typeof Page>) {
  const { data: me } = useQuery(meQuery)
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)
  if (!me) return null
  if (me.role !== 'admin') {
    return (
      <Page {...rest}>
        <EmptyState
          icon={ShieldAlert}
          action={
            <Link to="/sessions" className={buttonLook('secondary')}>
              Back to your sessions
            </Link>
          }
        >
          This page is for administrators of {me.account_name}. Your role is {me.role}; an administrator can change it.
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page {...rest} actions={actions}>
      <div ref={root} className="flex flex-col gap-4">
        {children}
      </div>
    </Page>
  )
}
