import { useMutation, useQueryClient } from '@tanstack/react-query'
import { http, unwrap } from '@/api/client'
import { say } from '@/ui/toast'

/** Archives a template, with the way back in the toast. */
export function useArchive() {
  const cache = useQueryClient()
  const fresh = () =>
    Promise.all([cache.invalidateQueries({ queryKey: ['templates'] }), cache.invalidateQueries({ queryKey: ['template'] })])
  const restore = useMutation({
    mutationFn: (id: string) =>
      unwrap(http.POST('/api/v1/scripts/templates/{template_id}/restore', { params: { path: { template_id: id } } })),
    onSuccess: fresh,
    onError: (error) => say.failed('The template was not brought back.', error),
  })
  const archive = useMutation({
    mutationFn: ({ id }: { id: string; title: string }) =>
      unwrap(http.DELETE('/api/v1/scripts/templates/{template_id}', { params: { path: { template_id: id } } })),
    onSuccess: (_, { id, title }) => {
      say.done(`“${title}” is archived`, { label: 'Undo', onClick: () => restore.mutate(id) })
      return fresh()
    },
    onError: (error) => say.failed('The template was not archived.', error),
  })
  return { archive, restore }
}
