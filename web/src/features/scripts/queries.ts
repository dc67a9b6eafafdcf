import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { http, unwrap, type Schemas } from '@/api/client'
import type { LibraryFilters } from './library/filters'

export type TemplateBrief = Schemas['TemplateBrief']
export type DraftBrief = Schemas['DraftBrief']
export type Template = Schemas['TemplateOut']

export const templatesQuery = ({ q, tag, language, source, status }: LibraryFilters) =>
  infiniteQueryOptions({
    queryKey: ['templates', { q, tag, language, source, status }],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/scripts/templates', {
          params: {
            query: {
              limit: 100,
              ...(pageParam && { cursor: pageParam }),
              ...(q && { q }),
              ...(tag && { tag }),
              ...(language && { language }),
              ...(source && { source }),
              status: status === 'archived' ? 'archived' : 'published',
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (before) => before,
  })

const one = (templateId: string) => ({ params: { path: { template_id: templateId } } })

export const templateQuery = (templateId: string) =>
  queryOptions({
    queryKey: ['template', templateId],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/scripts/templates/{template_id}', { ...one(templateId), signal })),
  })

export const versionsQuery = (templateId: string) =>
  queryOptions({
    queryKey: ['template', templateId, 'versions'],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/api/v1/scripts/templates/{template_id}/versions', { ...one(templateId), signal })),
  })

export const draftsQuery = infiniteQueryOptions({
  queryKey: ['drafts'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(http.GET('/api/v1/scripts/drafts', { params: { query: { status: 'open', limit: 100, ...(pageParam && { cursor: pageParam }) } }, signal })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})
