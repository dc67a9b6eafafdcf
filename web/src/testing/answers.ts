import { http, HttpResponse, type JsonBodyType } from 'msw'
import type { Schemas } from '@/api/client'

/** What a server answers in tests and in the gallery. */
export const ME: Schemas['MeOut'] = {
  user_id: '01a20e53-0000-7000-8000-000000000001',
  account_id: '01a20e53-0000-7000-8000-000000000002',
  account_name: 'Northwind IT',
  time_zone: 'UTC',
  email: 'dana@example.com',
  name: 'Dana Kim',
  role: 'admin',
  password_set: true,
}

export const at = (path: string) => `*/api/v1${path}`

export const get = (path: string, body: JsonBodyType) => http.get(at(path), () => HttpResponse.json(body))

/** A refusal as the server words it. */
export const problem = (status: number, code: string, detail: string, errors: Schemas['FieldError'][] = []) =>
  HttpResponse.json(
    { type: `urn:resolvent:problem:${code}`, title: code, status, detail, code, request_id: 'req-1', errors },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

export const at401 = () => problem(401, 'unauthenticated', 'Sign in first.')
