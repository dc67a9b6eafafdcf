/** All of them, those for the engineer at this page, or one queue's. */
export interface QueueFilters {
  mine?: true
  queue?: string
}

export const readQueueFilters = (search: Record<string, unknown>): QueueFilters & { session?: string } => ({
  ...(search.mine === true && { mine: true as const }),
  ...(typeof search.queue === 'string' && search.queue && { queue: search.queue }),
  ...(typeof search.session === 'string' && search.session && { session: search.session }),
})
