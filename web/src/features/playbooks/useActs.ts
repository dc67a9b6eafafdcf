import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'

const one = (id: string) => ({ params: { path: { playbook_id: id } } })

/** All that was read of playbooks is read anew. */
export function useRefresh() {
  const cache = useQueryClient()
  return () =>
    Promise.all([cache.invalidateQueries({ queryKey: ['playbooks'] }), cache.invalidateQueries({ queryKey: ['playbook'] })])
}

/** A new one, not published; its editor opens. */
export function useCreate() {
  const navigate = useNavigate()
  const fresh = useRefresh()
  return useMutation({
    mutationFn: (body: Schemas['PlaybookCreate']) => unwrap(http.POST('/api/v1/playbooks', { body })),
    onSuccess: async ({ key }) => {
      void fresh()
      await navigate({ to: '/playbooks/$key', params: { key }, search: { view: 'edit' } })
    },
    onError: (error) => say.failed('The playbook was not made.', error),
  })
}

export function usePublish() {
  const fresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      unwrap(http.POST('/api/v1/playbooks/{playbook_id}/publish', { ...one(id), body: { version } })),
    onSuccess: ({ title, published_version }) => {
      say.done(`“${title}” is published, version ${published_version}`)
      return fresh()
    },
    onError: (error) => say.failed('The playbook was not published.', error),
  })
}

/** Archives a playbook, with the way back in the toast. */
export function useArchive() {
  const fresh = useRefresh()
  const restore = useMutation({
    mutationFn: (id: string) => unwrap(http.POST('/api/v1/playbooks/{playbook_id}/restore', one(id))),
    onSuccess: fresh,
    onError: (error) => say.failed('The playbook was not brought back.', error),
  })
  const archive = useMutation({
    mutationFn: (id: string) => unwrap(http.DELETE('/api/v1/playbooks/{playbook_id}', one(id))),
    onSuccess: ({ key, title }) => {
      say.done(`“${title}” is archived`, { label: 'Undo', onClick: () => restore.mutate(key) })
      return fresh()
    },
    onError: (error) => say.failed('The playbook was not archived.', error),
  })
  return { archive, restore }
}
