import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'

export type SignIn = Schemas['SignInOut']

export const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/auth/sign-ins', { signal })),
})

/** Undefined: all but this one. */
export function useEndSignIn() {
  const cache = useQueryClient()
  return useMutation<unknown, ApiError, string | undefined>({
    mutationFn: (id) =>
      id === undefined
        ? unwrap(http.DELETE('/api/v1/auth/sign-ins'))
        : unwrap(http.DELETE('/api/v1/auth/sign-ins/{sign_in_id}', { params: { path: { sign_in_id: id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: signInsQuery.queryKey }),
  })
}
