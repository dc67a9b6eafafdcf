import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'

export type DeskTicket = Schemas['DeskTicketOut']
export type DeskTicketWhole = Schemas['DeskTicketWhole']
export type Visibility = Schemas['DeskNoteOut']['visibility']

const path = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } })

export const deskTicketsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'list', q],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/api/v1/desk/tickets', {
          params: { query: { limit: 50, ...(q && { q }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const deskTicketQuery = (ticketId: string) =>
  queryOptions({
    queryKey: ['desk', 'ticket', ticketId],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/desk/tickets/{ticket_id}', { ...path(ticketId), signal })),
  })

export function useOpenDeskTicket(onDone: (ticket: DeskTicket) => unknown) {
  const cache = useQueryClient()
  return useMutation<DeskTicket, ApiError, Schemas['DeskTicketOpen']>({
    mutationFn: (body) => unwrap(http.POST('/api/v1/desk/tickets', { body })),
    onSuccess: async (ticket) => {
      await onDone(ticket)
      await cache.invalidateQueries({ queryKey: ['desk'] })
    },
  })
}

/** Moves the ticket; what it shows afterwards is what the desk says, which a rule of it may have changed. */
export function useMoveDeskTicket(ticketId: string) {
  const cache = useQueryClient()
  return useMutation<DeskTicket, ApiError, string>({
    mutationFn: (status) => unwrap(http.PATCH('/api/v1/desk/tickets/{ticket_id}', { ...path(ticketId), body: { status } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['desk'] }),
  })
}

export function useAddDeskNote(ticketId: string, onDone: () => void) {
  const cache = useQueryClient()
  return useMutation<Schemas['DeskNoteOut'], ApiError, Schemas['DeskNoteAdd']>({
    mutationFn: (body) => unwrap(http.POST('/api/v1/desk/tickets/{ticket_id}/notes', { ...path(ticketId), body })),
    onSuccess: async () => {
      onDone()
      await cache.invalidateQueries({ queryKey: ['desk'] })
    },
  })
}
