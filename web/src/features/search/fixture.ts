import type { Schemas } from '@/api/client'
import type { FoundSession } from './queries'

/** Test data: what a search finds. */
export const found = (number: number, values: Partial<FoundSession> = {}): FoundSession => ({
  session_id: `01a20e53-0000-7000-8000-0000000003${String(number).padStart(2, '0')}`,
  title: ['Nobody at the front desk can print', 'Labels print twice since the update', 'Scanner sends no mail'][number % 3] ?? '',
  status: 'resolved',
  problem: 'Jobs go into the queue on PRN-01 and sit there. The printer was restarted twice, without effect.',
  ticket_number: `${4700 + number}`,
  client: 'Harbour Hotel',
  same_client: false,
  fixes: [
    { title: 'Clear the queue', status: 'applied_failed', told: 'It filled up again.' },
    { title: 'Restart the print spooler', status: 'applied_success', told: null },
  ],
  cause: 'The spooler had stopped.',
  question: null,
  closed_at: '2026-11-24T09:00:00Z',
  ...values,
})

export const escalated = (number: number, values: Partial<FoundSession> = {}): FoundSession =>
  found(number, { status: 'escalated', fixes: [], cause: null, question: 'Which driver does the label printer need on Windows 11?', ...values })

export const page = (items: FoundSession[], values: Partial<Schemas['SearchResults']> = {}): Schemas['SearchResults'] => ({
  items,
  next_cursor: null,
  total: items.length,
  capped: false,
  words: 'all',
  by: 'words',
  trouble: null,
  ...values,
})
