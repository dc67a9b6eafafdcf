import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApiError } from '@/api/client'
import { say } from '@/ui/toast'
import { wholeKey } from './whole'
import type { Whole } from './types'

export interface Change<Wish, Answer> {
  /** Undefined: it is kept here, to be sent later, and laid over what the server told. */
  send: (wish: Wish) => Promise<Answer>
  /** The page as it will be, shown before the server answers. */
  foresee?: (whole: Whole, wish: Wish) => Whole
  /** The page with what the server answered. */
  accept: (whole: Whole, answer: NonNullable<Answer>) => Whole
  /** Said when it is refused: "The fact was not saved." */
  refused: string
}

/** A change of the session: shown at once where that is safe, taken back when the server refuses. */
export function useChange<Wish, Answer extends { state_version: number } | undefined>(
  sessionId: string,
  { send, foresee, accept, refused }: Change<Wish, Answer>,
) {
  const cache = useQueryClient()
  const key = wholeKey(sessionId)
  const update = (make: (whole: Whole) => Whole) =>
    cache.setQueryData<Whole>(key, (whole) => (whole ? make(whole) : undefined))
  /** Others wait, and what they will make is shown already: the last one brings the server's word. */
  const more = () => cache.isMutating({ mutationKey: key, exact: true }) > 1
  return useMutation<Answer, ApiError, Wish, Whole | undefined>({
    mutationKey: key,
    // One after another, as they were made: an edit never comes after the removal that followed it.
    scope: { id: key.join(' ') },
    mutationFn: send,
    // A script may hold what is not to be kept.
    gcTime: 0,
    onMutate: async (wish) => {
      if (!foresee) return undefined
      await cache.cancelQueries({ queryKey: key, exact: true })
      const before = cache.getQueryData<Whole>(key)
      update((whole) => foresee(whole, wish))
      return before
    },
    onSuccess: (answer, _wish, before) => {
      if (answer) {
        update((whole) => ({
          ...(foresee && more() ? whole : accept(whole, answer)),
          state_version: Math.max(whole.state_version, answer.state_version),
        }))
      } else if (before) update(() => before)
    },
    onError: (error, _wish, before) => {
      if (before) update(() => before)
      if (error.errors.length === 0) say.failed(refused, error)
    },
    onSettled: () => {
      if (!more()) void cache.invalidateQueries({ queryKey: key, exact: true })
    },
  })
}
