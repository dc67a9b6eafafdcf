import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { http, unwrap } from '@/api/client'
import { markSignedIn } from '@/api/expiry'
import { meQuery } from '@/api/queries'
import { buttonLook } from '@/ui/Button'
import { useTitle } from '@/ui/Page'
import { FormError, Skeleton } from '@/ui/states'
import { PasswordForm } from './PasswordForm'
import { readOneTimeToken, safeNext } from './address'
import { SignInForm } from './SignInForm'

export default function LoginPage() {
  const { next } = useSearch({ from: '/login' })
  const navigate = useNavigate()
  const [token] = useState(() => readOneTimeToken(window.location.hash))
  const proceed = () => navigate({ to: safeNext(next), replace: true })
  useTitle('Sign in')

  return (
    <main className="flex min-h-full flex-col items-center justify-center p-4">
      <div className="w-full max-w-sm rounded-card border border-line bg-surface p-6">
        <div className="mb-6 flex items-center gap-2.5">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <h1 className="text-page font-semibold">{token ? 'Welcome to Resolvent' : 'Sign in to Resolvent'}</h1>
        </div>
        {token ? <OneTimeSignIn token={token} onDone={proceed} /> : <SignInForm onDone={proceed} />}
      </div>
      <p className="mt-4 text-meta text-fg3">From a ticket to a verified resolution.</p>
    </main>
  )
}

function OneTimeSignIn({ token, onDone }: { token: string; onDone: () => unknown }) {
  // A query, so that the token is used once even when the component mounts twice.
  const used = useQuery({
    queryKey: ['one-time', token],
    queryFn: async ({ client }) => {
      await unwrap(http.POST('/api/v1/auth/one-time', { body: { token } }))
      return client.fetchQuery({ ...meQuery, staleTime: 0 })
    },
    retry: false,
    staleTime: Infinity,
  })
  const passwordSet = used.data?.password_set
  const finish = useEffectEvent(onDone)

  useEffect(() => {
    // The token is worth nothing any more, and should not stay in the history.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  }, [])
  useEffect(() => {
    if (passwordSet === undefined) return
    markSignedIn()
    if (passwordSet) void finish()
  }, [passwordSet])

  if (used.isPending) return <Skeleton lines={3} label="Signing in" />
  if (used.error) return <LinkRefused error={used.error} />
  if (used.data.password_set) return null
  return (
    <Explained text={`You are signed in as ${used.data.email}. Choose a password for the next time.`}>
      <PasswordForm hasPassword={false} email={used.data.email} label="Set password and continue" onDone={onDone} />
    </Explained>
  )
}

function LinkRefused({ error }: { error: unknown }) {
  // Followed a second time in the same browser, the link has done its work.
  const { data: me } = useQuery({ ...meQuery, retry: false })
  return (
    <Explained text="This sign-in link did not work. Each link works once, for 24 hours.">
      <FormError error={error} />
      <p className="text-fg2">
        Your administrator can make you a new one. On a new installation, starting Resolvent again prints one, until the
        administrator has a password.
      </p>
      {me ? (
        <a href="/sessions" className={buttonLook('primary')}>
          Go on as {me.name}
        </a>
      ) : (
        <a href="/login" className={buttonLook('primary')}>
          Sign in with a password
        </a>
      )}
    </Explained>
  )
}

function Explained({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-fg2">{text}</p>
      {children}
    </div>
  )
}
