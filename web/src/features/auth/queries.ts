import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { markSignedIn, markSignedOut } from '@/api/expiry'
import { meQuery } from '@/api/queries'
import { forget, page } from '@/lib/owner'
import { say } from '@/ui/toast'

export function useSignIn(onDone: () => unknown) {
  const cache = useQueryClient()
  return useMutation<unknown, ApiError, Schemas['SignIn']>({
    mutationFn: (body) => unwrap(http.POST('/api/v1/auth/login', { body })),
    onSuccess: async (_, { email }) => {
      const before = cache.getQueryData(meQuery.queryKey)?.email
      if (before !== undefined && before.toLowerCase() !== email.trim().toLowerCase()) {
        // What is on this page is another person's, and nothing of it may be sent for this one.
        forget()
        page.open('/sessions')
        return
      }
      markSignedIn()
      await onDone()
      // Whatever failed while signed out is asked again.
      await cache.invalidateQueries()
    },
  })
}

export function useSignOut() {
  return useMutation<unknown, ApiError>({
    mutationFn: () => unwrap(http.POST('/api/v1/auth/logout')),
    onSettled: (_, error) => {
      // Only the server can take the cookie back. One that it no longer knows is as good as gone.
      if (error && error.status !== 401) return say.failed('You are still signed in.', error)
      markSignedOut()
      forget()
      // The page anew: the next person finds nothing of this one in the tab.
      page.open('/login')
    },
  })
}

export function useChangePassword(onDone: () => unknown) {
  return useMutation<unknown, ApiError, Schemas['PasswordChange']>({
    mutationFn: (body) => unwrap(http.POST('/api/v1/auth/password', { body })),
    onSuccess: onDone,
  })
}
