import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import { playbookQuery, type Playbook } from '../queries'

/** What the other one saved, where two saved at once. */
export const theirsIn = (error: unknown): Playbook | undefined =>
  error instanceof ApiError && error.status === 412 ? (error.problem.current as Playbook | undefined) : undefined

export function useSave(id: string) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['PlaybookSave']) =>
      unwrap(http.PUT('/api/v1/playbooks/{playbook_id}', { params: { path: { playbook_id: id } }, body })),
    onSuccess: (saved) => {
      cache.setQueryData(playbookQuery(id).queryKey, saved)
      void cache.invalidateQueries({ queryKey: ['playbook', id, 'versions'] })
      void cache.invalidateQueries({ queryKey: ['playbooks'] })
      say.done(`Version ${saved.version} is saved`)
    },
    onError: (error) => {
      if (!theirsIn(error)) say.failed('The playbook was not saved.', error)
    },
  })
}
