import { describe, expect, it, vi } from 'vitest'
import { ApiError, http, unwrap } from './client'
import { expiry, markSignedIn, markSignedOut } from './expiry'

const answer = (body: unknown, init: ResponseInit) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), init),
  )
const getMe = () => unwrap(http.GET('/api/v1/auth/me'))
const failure = (call: Promise<unknown>) => call.then(() => undefined, (error: unknown) => error as ApiError)

describe('unwrap', () => {
  it('gives the data of a good answer', async () => {
    answer({ name: 'Dana' }, { status: 200, headers: { 'content-type': 'application/json' } })
    await expect(getMe()).resolves.toEqual({ name: 'Dana' })
  })

  it('carries the sentence, the code, the request and each field of a problem', async () => {
    const errors = [{ field: 'settings.url', message: 'Not an address.', code: 'url' }]
    const problem = { code: 'invalid', detail: 'These fields are not valid: settings.url.', request_id: 'r1', errors }
    answer(problem, { status: 422, headers: { 'content-type': 'application/problem+json' } })
    const error = await failure(getMe())
    expect(error).toMatchObject({ status: 422, code: 'invalid', requestId: 'r1', message: problem.detail })
    expect(error?.fieldMessage('settings.url')).toBe('Not an address.')
    expect(error?.fieldMessage('name')).toBeUndefined()
  })

  it('names the status when a proxy answers with a page', async () => {
    answer('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } })
    const error = await failure(getMe())
    expect(error).toMatchObject({ status: 502, code: 'unexpected' })
    expect(error?.message).toContain('502')
  })

  it('says that the server was not reached', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
    expect(await failure(getMe())).toMatchObject({ status: 0, code: 'unreachable' })
  })

  it('leaves an aborted call what it is', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new DOMException('aborted', 'AbortError'))
    const error = await failure(getMe())
    expect(error).not.toBeInstanceOf(ApiError)
    expect(error?.name).toBe('AbortError')
  })
})

it('takes a refusal of an earlier sign-in for no word on this one', async () => {
  let refuse: (answer: Response) => void = () => undefined
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => new Promise((resolve) => (refuse = resolve)))
  markSignedIn()
  const early = http.GET('/api/v1/auth/me')
  await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1))
  markSignedIn()
  refuse(new Response('{}', { status: 401 }))
  await early
  expect(expiry.get()).toBe(false)

  const late = http.GET('/api/v1/auth/me')
  await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(2))
  refuse(new Response('{}', { status: 401 }))
  await late
  expect(expiry.get()).toBe(true)
  markSignedOut()
})
