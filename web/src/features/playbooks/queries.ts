import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import type { PlaybookFilters } from './filters'

export type PlaybookBrief = Schemas['PlaybookBrief']
export type Playbook = Schemas['PlaybookOut']
export type Book = NonNullable<Playbook['playbook']>
export type Wrong = Schemas['WrongOut']

export const playbooksQuery = ({ q, status }: PlaybookFilters) =>
  queryOptions({
    queryKey: ['playbooks', { q, status }],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/playbooks', { params: { query: { ...(q && { q }), ...(status && { status }) } }, signal })),
    placeholderData: keepPreviousData,
  })

export const playbookQuery = (key: string) =>
  queryOptions({
    queryKey: ['playbook', key],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/playbooks/{key}', { params: { path: { key } }, signal })),
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['playbook', id, 'versions'],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/playbooks/{playbook_id}/versions', { params: { path: { playbook_id: id } }, signal })),
  })

/** What is wrong with a text, as the server reads it. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['playbook-check', text],
    queryFn: ({ signal }) => unwrap(http.POST('/api/v1/playbooks/check', { body: { text }, signal })),
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  })
