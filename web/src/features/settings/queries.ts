import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'

export type Connection = Schemas['ConnectionOut']
export type Provider = Schemas['ProviderOut']
export type Report = Schemas['ConnectionReportOut']
export type Mapping = Schemas['StatusMappingOut']
export type BoardMapping = Schemas['BoardMappingOut']
export type BoardTarget = Schemas['BoardTargetOut']

/** The kinds of system that can be connected: they change with the version of Resolvent only. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/connections/providers', { signal })),
  staleTime: Infinity,
})

const at = (connectionId: string) => ({ params: { path: { connection_id: connectionId } } })

/** Read from the system itself, board by board: not asked again at each glance. */
export const mappingQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['connections', connectionId, 'status-mapping'],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/connections/{connection_id}/status-mapping', { ...at(connectionId), signal })),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

function useChange<Answer, Input>(key: string, send: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient()
  return useMutation<Answer, ApiError, Input>({
    mutationFn: send,
    // A secret must not stay in memory.
    gcTime: 0,
    // After a refusal as well: what it was refused for is seen then.
    onSettled: () => cache.invalidateQueries({ queryKey: [key] }),
  })
}

export const useCreateConnection = () =>
  useChange('connections', (body: Schemas['ConnectionCreate']) => unwrap(http.POST('/api/v1/connections', { body })))

export const useChangeConnection = (connectionId: string) =>
  useChange('connections', (body: Schemas['ConnectionChange']) =>
    unwrap(http.PATCH('/api/v1/connections/{connection_id}', { ...at(connectionId), body })),
  )

export const useRemoveConnection = (connectionId: string) =>
  useChange('connections', () => unwrap(http.DELETE('/api/v1/connections/{connection_id}', at(connectionId))))

/** One after the other: each answer holds the whole mapping. */
export function useMapStatus(connectionId: string) {
  const cache = useQueryClient()
  return useMutation<Mapping, ApiError, Schemas['StatusMap']>({
    mutationFn: (body) => unwrap(http.PUT('/api/v1/connections/{connection_id}/status-mapping', { ...at(connectionId), body })),
    scope: { id: `status-mapping-${connectionId}` },
    onSuccess: (mapping) => {
      cache.setQueryData(mappingQuery(connectionId).queryKey, mapping)
      return cache.invalidateQueries({ queryKey: ['account-settings'] })
    },
  })
}
