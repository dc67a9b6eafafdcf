import createClient from 'openapi-fetch'
import { currentSignIn, markExpired } from './expiry'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
type FieldError = Schemas['FieldError']
type Problem = Pick<Schemas['Problem'], 'code' | 'detail' | 'request_id'> & { errors?: FieldError[] }

export const http = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request) => {
    const under = currentSignIn()
    // Looked up at each call, so that a test's or an instrumented fetch is used.
    const response = await fetch(request)
    if (response.status === 401) markExpired(under)
    return response
  },
})

/** A refusal the page can show as it is: `message` is a sentence for the engineer. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    /** 0: the server was not reached. */
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId = '',
    readonly errors: FieldError[] = [],
    /** The whole problem document, for members of one code only. */
    readonly problem: Record<string, unknown> = {},
  ) {
    super(detail)
  }

  /** The sentence for one field of the form that was sent. */
  fieldMessage(field: string): string | undefined {
    return this.errors.find((error) => error.field === field || error.field === `body.${field}`)?.message
  }
}

const isProblem = (body: unknown): body is Problem & Record<string, unknown> =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body

export function toApiError(response: Response, body: unknown): ApiError {
  if (isProblem(body)) {
    return new ApiError(response.status, body.code, body.detail, body.request_id, body.errors, body)
  }
  const requestId = response.headers.get('x-request-id') ?? ''
  return new ApiError(response.status, 'unexpected', `The server answered ${response.status} without a reason.`, requestId)
}

function notReached(cause: unknown): ApiError {
  const error = new ApiError(0, 'unreachable', 'Resolvent could not be reached. Check the connection and try again.')
  error.cause = cause
  return error
}

/** The data of a call, or an ApiError. An aborted call stays an AbortError. */
export async function unwrap<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const answer = await call.catch((cause: unknown) => {
    throw cause instanceof TypeError ? notReached(cause) : cause
  })
  if (answer.response.ok) return answer.data as T
  throw toApiError(answer.response, answer.error)
}
