import { escalated, found, page } from '@/features/search/fixture'
import { get } from '@/testing/answers'
import type { Story } from '../story'

const clients = get('/ai-sessions/clients', { items: ['ACME', 'Harbour Hotel'] })
const results = get('/search', page([found(0), escalated(1), found(2, { fixes: [], cause: null, client: null, ticket_number: null })], { total: 41, next_cursor: 'next' }))

export const search: Story[] = [
  { name: 'Results', path: '/search?q=print%20spooler', answers: [results, clients] },
  { name: 'Before a search', path: '/search', answers: [clients] },
  { name: 'Nothing found', path: '/search?q=giraffe&status=escalated', answers: [get('/search', page([])), clients] },
]
