import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { settingsQuery } from '@/api/queries'
import { changedPositions } from './order'

export type Endpoint = Schemas['EndpointOut']
export type Endpoints = Schemas['EndpointsOut']
export type TestResult = Schemas['EndpointTestOut']

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/models', { signal })),
})

export const searchQuery = queryOptions({
  queryKey: ['search-by-meaning'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/search/meaning', { signal })),
})

export const usageQuery = queryOptions({
  queryKey: ['model-usage'],
  queryFn: ({ signal }) => unwrap(http.GET('/api/v1/models/usage', { params: { query: { days: 30 } }, signal })),
})

const at = (endpointId: string) => ({ params: { path: { endpoint_id: endpointId } } })

function useModels<Answer, Input>(send: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient()
  return useMutation<Answer, ApiError, Input>({
    mutationFn: send,
    // A key must not stay in memory.
    gcTime: 0,
    // After a refusal as well: what it was refused for is seen then.
    onSettled: () =>
      Promise.all([modelsQuery, searchQuery].map(({ queryKey }) => cache.invalidateQueries({ queryKey }))),
  })
}

export const useCreateModel = () =>
  useModels((body: Schemas['EndpointCreate']) => unwrap(http.POST('/api/v1/models', { body })))

export const useChangeModel = (endpointId: string) =>
  useModels((body: Schemas['EndpointPatch']) => unwrap(http.PATCH('/api/v1/models/{endpoint_id}', { ...at(endpointId), body })))

export const useRemoveModel = (endpointId: string) =>
  useModels(() => unwrap(http.DELETE('/api/v1/models/{endpoint_id}', at(endpointId))))

/** The endpoints as they shall be asked, one after the other. */
export const useOrderModels = () =>
  useModels(async (ordered: readonly Endpoint[]) => {
    for (const { id, version, position } of changedPositions(ordered)) {
      await unwrap(http.PATCH('/api/v1/models/{endpoint_id}', { ...at(id), body: { version, position } }))
    }
  })

export const useTestModel = (endpointId: string) =>
  useMutation<TestResult, ApiError>({
    mutationFn: () => unwrap(http.POST('/api/v1/models/{endpoint_id}/test', at(endpointId))),
  })

/** Members that are named replace the stored ones; null removes one. */
export function useChangePreferences() {
  const cache = useQueryClient()
  return useMutation<Schemas['SettingsOut'], ApiError, Record<string, unknown>>({
    mutationFn: (preferences) => unwrap(http.PATCH('/api/v1/account/settings', { body: { preferences } })),
    onSuccess: (settings) => {
      cache.setQueryData(settingsQuery.queryKey, settings)
      return cache.invalidateQueries({ queryKey: usageQuery.queryKey })
    },
  })
}
