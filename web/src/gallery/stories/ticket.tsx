import { message, news, writeback } from '@/features/session/fixture'
import { lively } from '../sample'
import { sessionScreen } from '../session'
import type { Story } from '../story'

const late = writeback({ late_change: { status: 'In progress', by: 'Ada', at: '2026-11-24T14:07:00Z' } })
const messages = [message('m1')]

export const ticket: Story[] = [
  sessionScreen('Changes and replies', {
    messages,
    news: [
      news({ changes: [{ field: 'status', before: 'New', after: 'Waiting' }] }),
      news({ id: 'n2', kind: 'note', author: 'Maria', visibility: 'customer', text: 'It works again on two of the three printers.' }),
      news({ id: 'n3', kind: 'note', author: 'Bob', visibility: 'internal', text: 'Call her first.' }),
      news({ id: 'n4', kind: 'gone', author: null, text: 'There is no ticket 1001.' }),
    ],
  }),
  sessionScreen('The ticket cannot be read', { ...lively, looks: { error: 'Local desk refused the sign-in.', failing_since: '2026-11-24T13:00:00Z', looked_at: '2026-11-24T12:59:00Z', poll_seconds: 60 } }),
  sessionScreen('Moved after posting', { messages, writebacks: [late] }, { session: { status: 'resolved' } }),
]
