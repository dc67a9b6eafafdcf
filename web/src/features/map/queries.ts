import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { say } from '@/ui/toast'
import type { Edit } from './model/edit'

export type DiagramBrief = Schemas['DiagramBrief']
export type DiagramSaved = Schemas['DiagramSaved']

const path = (diagramId: string) => ({ params: { path: { diagram_id: diagramId } } })
const bodyOf = ({ client, title, nodes, edges }: Edit): Schemas['DiagramDraw'] => ({ client, title, nodes: [...nodes], edges: [...edges] })

export const diagramKey = (diagramId: string) => ['diagram', diagramId] as const

export const diagramsQuery = (client: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['diagrams', client, q],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/diagrams', {
          params: { query: { limit: 50, ...(client && { client }), ...(q && { q }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const clientsQuery = queryOptions({
  queryKey: ['diagrams', 'clients'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/diagrams/clients', { signal })),
})

export const diagramQuery = (diagramId: string) =>
  queryOptions({
    queryKey: diagramKey(diagramId),
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/diagrams/{diagram_id}', { ...path(diagramId), signal })),
  })

export const evidenceQuery = (diagramId: string, version: number, nodeId: string | undefined) =>
  queryOptions({
    queryKey: ['diagram', diagramId, 'evidence', version, nodeId],
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/api/v1/diagrams/{diagram_id}/evidence', {
          params: { path: { diagram_id: diagramId }, query: nodeId ? { node_id: nodeId } : {} },
          signal,
        }),
      ),
  })

export const activeSessionsQuery = (q: string) =>
  queryOptions({
    queryKey: ['sessions', 'active', q],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/ai-sessions', { params: { query: { status: 'active', limit: 20, ...(q && { q }) } }, signal })),
  })

export const redraw = (diagramId: string, version: number, edit: Edit): Promise<DiagramSaved> =>
  unwrap(http.PUT('/api/v1/diagrams/{diagram_id}', { ...path(diagramId), body: { ...bodyOf(edit), version } }))

export function useDraw(onDone: (diagram: DiagramSaved) => unknown) {
  const cache = useQueryClient()
  return useMutation<DiagramSaved, ApiError, Edit & { key: string }>({
    mutationFn: ({ key, ...edit }) => unwrap(http.POST('/api/v1/diagrams', { body: bodyOf(edit), headers: { 'Idempotency-Key': key } })),
    onSuccess: async ({ masked, ...diagram }) => {
      cache.setQueryData(diagramKey(diagram.id), diagram)
      void cache.invalidateQueries({ queryKey: ['diagrams'] })
      sayMasked(masked)
      await onDone({ ...diagram, masked })
    },
  })
}

/** Nobody should wonder where a password went. */
export function sayMasked(masked: readonly string[]) {
  if (masked.length === 0) return
  const texts = masked.length === 1 ? 'One text looked like a secret and was masked.' : `${masked.length} texts looked like secrets and were masked.`
  say.warn(`${texts} A diagram is for everyone; keep passwords in a password manager.`)
}

/** Archives a diagram, with the way back in the toast. */
export function useArchiveDiagram() {
  const cache = useQueryClient()
  const fresh = () =>
    Promise.all([cache.invalidateQueries({ queryKey: ['diagrams'] }), cache.invalidateQueries({ queryKey: ['diagram'] })])
  const restore = useMutation({
    mutationFn: (id: string) => unwrap(http.POST('/api/v1/diagrams/{diagram_id}/restore', path(id))),
    onSuccess: fresh,
    onError: (error) => say.failed('The diagram was not brought back.', error),
  })
  const archive = useMutation({
    mutationFn: ({ id }: { id: string; title: string }) => unwrap(http.DELETE('/api/v1/diagrams/{diagram_id}', path(id))),
    onSuccess: (_, { id, title }) => {
      say.done(`“${title}” is archived`, { label: 'Undo', onClick: () => restore.mutate(id) })
      return fresh()
    },
    onError: (error) => say.failed('The diagram was not archived.', error),
  })
  return { archive, restore }
}
