import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { meQuery, usersQuery } from '@/api/queries'

export type User = Schemas['UserOut']

/** A sign-in link, which is shown once. */
export interface SignInLink {
  name: string
  url: string
  expiresAt: string
  /** False: for somebody new, who has no password yet. */
  resets: boolean
}

const at = (userId: string) => ({ params: { path: { user_id: userId } } })
const whole = (path: string) => new URL(path, window.location.origin).href

function useUsers<Answer, Input>(send: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient()
  return useMutation<Answer, ApiError, Input>({
    mutationFn: send,
    // A link must not stay in memory.
    gcTime: 0,
    // After a refusal as well: what it was refused for is seen then.
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: usersQuery.queryKey }),
        cache.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]),
  })
}

export const useInvite = () =>
  useUsers(async (body: Schemas['UserCreate']): Promise<SignInLink> => {
    const made = await unwrap(http.POST('/api/v1/users', { body }))
    return { name: made.user.name, url: whole(made.sign_in_path), expiresAt: made.expires_at, resets: false }
  })

/** `version`: the one that was seen; a newer one on the server is a 412. */
export const useChangeUser = (userId: string) =>
  useUsers((body: Schemas['UserChange']) => unwrap(http.PATCH('/api/v1/users/{user_id}', { ...at(userId), body })))

export const useMakeLink = () =>
  useUsers(async ({ id, name, activity }: User): Promise<SignInLink> => {
    const made = await unwrap(http.POST('/api/v1/users/{user_id}/sign-in-link', at(id)))
    return { name, url: whole(made.sign_in_path), expiresAt: made.expires_at, resets: activity?.password_set === true }
  })
