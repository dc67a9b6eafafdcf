import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { markSignedIn, markSignedOut } from '@/api/expiry'

export function useSignIn(onDone: () => unknown) {
  const cache = useQueryClient()
  return useMutation<unknown, ApiError, Schemas['SignIn']>({
    mutationFn: (body) => unwrap(http.POST('/api/v1/auth/login', { body })),
    onSuccess: async () => {
      markSignedIn()
      await onDone()
      // Whatever failed while signed out is asked again.
      await cache.invalidateQueries()
    },
  })
}

export function useSignOut() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return useMutation<unknown, ApiError>({
    mutationFn: () => unwrap(http.POST('/api/v1/auth/logout')),
    onSettled: async () => {
      markSignedOut()
      await navigate({ to: '/login' })
      cache.clear()
    },
  })
}

export function useChangePassword(onDone: () => unknown) {
  return useMutation<unknown, ApiError, Schemas['PasswordChange']>({
    mutationFn: (body) => unwrap(http.POST('/api/v1/auth/password', { body })),
    onSuccess: onDone,
  })
}
