import type { Schemas } from '@/api/client'
import { ME } from '@/testing/answers'
import { answer, check, fact, fix, message } from '@/features/session/fixture'
import type { Fact, Message } from '@/features/session/model/types'

/** One session on a printing problem, as far as an engineer gets in ten minutes. */
export const facts: Fact[] = [
  fact({ id: 'fact-1', text: 'Only Site B is affected', source: 'ticket' }),
  fact({ id: 'fact-2', text: 'PRN-01 was given driver 6.1 on Monday', important: true }),
  fact({ id: 'fact-3', text: 'The purchase of a new printer was refused last year', internal: true }),
  fact({ id: 'fact-4', text: 'Event 7031 stands in the log four times', status: 'proposed', source: 'assistant' }),
  fact({ id: 'fact-5', text: 'The spooler stops within a minute of a job with driver 6.1', status: 'proposed', source: 'check' }),
]

export const checks = [
  check({ id: 'check-1', title: 'Is the print spooler running on PRN-01?', why: 'Everything else depends on it.' }),
  check({ id: 'check-2', title: 'Which driver does the queue use?', command: 'Get-PrinterDriver -Name * | Select Name, MajorVersion', status: 'done', result: 'Contoso Universal 6.1\nIt was 7.0 before.', source: 'engineer' }),
  check({ id: 'check-3', title: 'Do other queues print?', command: null, status: 'done', result: 'They do.', source: 'assistant' }),
  check({ id: 'check-4', title: 'Is there paper?', command: null, status: 'skipped' }),
]

const ANSWER = `The spooler on PRN-01 stops shortly after it starts. That points to a driver.

\`\`\`powershell
Get-WinEvent -FilterHashtable @{ LogName = 'System'; Id = 7031 } -MaxEvents 5
\`\`\`

Paste what it says.`

export const messages: Message[] = [
  message('m1', { content: 'Users at Site B cannot print since Monday. I restarted the server once.' }),
  answer('m2', 'complete', ANSWER),
  message('m3', { content: 'Event 7031, four times since Monday 08:12.' }),
  answer('m4', 'complete', 'Then the driver of Monday is the likeliest cause. Shall I propose the way back to 7.0?'),
]

export const proposed = fix({
  title: 'Restart the spooler and pin driver 7.0',
  rationale: 'The failures began with driver 6.1 on Monday, and 14 like tickets ended with the way back to 7.0.',
  ai_drafted_script: "Stop-Service Spooler\nSet-Printer -Name 'PRN-01' -DriverName 'Contoso Universal 7.0'\nStart-Service Spooler\n",
  ai_drafted_parameters: { printer: 'PRN-01', driver: 'Contoso Universal 7.0' },
})

export const lively = { facts, checks, messages, fixes: [proposed] }

export const session = (number: number, over: Partial<Schemas['SessionOut']> = {}): Schemas['SessionOut'] => ({
  id: `01a20e53-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
  title: ['Printing fails at Site B', 'Outlook asks for the password again and again', 'New laptop for Mara Lindt', 'VPN drops every 20 minutes', 'Shared mailbox not visible', 'Disk almost full on SRV-FILE'][number % 6] ?? '',
  problem: '',
  status: 'active',
  round: 1,
  state_version: 1,
  ticket: { number: String(48_213 + number), summary: 'As reported', company: 'ACME', status: { name: 'In progress' } },
  connection_id: null,
  ticket_id: null,
  assignee_id: ME.user_id,
  created_at: '2026-11-24T10:00:00Z',
  updated_at: '2026-11-24T12:30:00Z',
  closed_at: null,
  changed_since: null,
  posted_round: null,
  ...over,
})
