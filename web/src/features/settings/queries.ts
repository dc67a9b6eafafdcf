import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'

export type Token = Schemas['TokenOut']
export type Connection = Schemas['ConnectionOut']
export type Report = Schemas['ConnectionReportOut']

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/auth/tokens', { signal })),
})

/** The statuses that a system offers, read from its newest ticket; null when it has no ticket yet. */
export const statusesQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['connections', connectionId, 'statuses'],
    queryFn: async ({ signal }) => {
      const connection = { connection_id: connectionId }
      const found = await unwrap(
        http.GET('/api/v1/connections/{connection_id}/tickets', { params: { path: connection }, signal }),
      )
      const ticket = found.items[0]
      if (!ticket) return null
      const path = { ...connection, ticket_id: ticket.id }
      return unwrap(
        http.GET('/api/v1/connections/{connection_id}/tickets/{ticket_id}/statuses', { params: { path }, signal }),
      )
    },
  })

function useChange<Answer, Input>(key: string, send: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient()
  return useMutation<Answer, ApiError, Input>({
    mutationFn: send,
    onSuccess: () => cache.invalidateQueries({ queryKey: [key] }),
  })
}

export const useCreateToken = () =>
  useChange('tokens', (body: Schemas['TokenCreate']) => unwrap(http.POST('/api/v1/auth/tokens', { body })))

export const useRevokeToken = () =>
  useChange('tokens', (tokenId: string) =>
    unwrap(http.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id: tokenId } } })),
  )

export const useCreateConnection = () =>
  useChange('connections', (body: Schemas['ConnectionCreate']) => unwrap(http.POST('/api/v1/connections', { body })))

export const useChangeConnection = (connectionId: string) =>
  useChange('connections', (body: Schemas['ConnectionChange']) =>
    unwrap(http.PATCH('/api/v1/connections/{connection_id}', { params: { path: { connection_id: connectionId } }, body })),
  )

export const useRemoveConnection = (connectionId: string) =>
  useChange('connections', () =>
    unwrap(http.DELETE('/api/v1/connections/{connection_id}', { params: { path: { connection_id: connectionId } } })),
  )

export const useCheckConnection = (connectionId: string) =>
  useMutation<Report, ApiError>({
    mutationFn: () =>
      unwrap(http.POST('/api/v1/connections/{connection_id}/check', { params: { path: { connection_id: connectionId } } })),
  })
