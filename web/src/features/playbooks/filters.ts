export interface PlaybookFilters {
  q?: string
  status?: 'draft' | 'archived'
}

export const readPlaybookFilters = ({ q, status }: Record<string, unknown>): PlaybookFilters => ({
  ...(typeof q === 'string' && q.trim() !== '' && { q: q.trim() }),
  ...((status === 'draft' || status === 'archived') && { status }),
})
