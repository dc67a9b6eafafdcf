import { useMutation } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import type { Generated } from './GeneratedScript'

type Wish = Schemas['Generate']

/** Renders a template. The clear script is kept by the caller's component alone, never in the query cache. */
export function useGenerate(onDone?: (answer: { stateVersion: number | null }) => void) {
  const mutation = useMutation<Generated, ApiError, Wish>({
    mutationFn: async (body) => {
      const answer = await unwrap(http.POST('/api/v1/scripts/generate', { body }))
      onDone?.({ stateVersion: answer.state_version })
      return {
        generationId: answer.generation_id,
        script: answer.script,
        redacted: answer.redacted_script,
        findings: answer.warnings,
      }
    },
    gcTime: 0,
  })
  return mutation
}

export const acknowledge = (generationId: string, rules: string[]) =>
  unwrap(
    http.POST('/api/v1/scripts/generations/{generation_id}/acknowledge', {
      params: { path: { generation_id: generationId } },
      body: { rules },
    }),
  )

/** The server's word on each parameter, by its name. */
export function parameterErrors(error: ApiError | null): Record<string, string> {
  const found = error?.errors.filter(({ field }) => field.startsWith('parameters.')) ?? []
  return Object.fromEntries(found.map(({ field, message }) => [field.slice('parameters.'.length), message]))
}

/** What no field can show. */
export const otherError = (error: ApiError | null): ApiError | null =>
  error && Object.keys(parameterErrors(error)).length === 0 ? error : null
