import { screen } from '@testing-library/dom'
import { http } from 'msw'
import { brief, draft, template } from '@/features/scripts/fixture'
import { finding } from '@/features/session/scripts-fixture'
import { at, get, problem } from '@/testing/answers'
import { never, type Story } from '../story'

const RATE = { applied: 9, success: 7, failed: 1, partial: 1, low: 0.45, high: 0.94 }
const items = [
  brief(1, { title: 'Reset the print spooler', tags: ['printing', 'services'], success: { account: RATE, customer: null }, last_used_at: '2026-11-24T10:00:00Z' }),
  brief(2, { title: 'Unlock an account', source: 'shipped', risk: 'low', language: 'powershell' }),
  brief(3, { title: 'Free disk space on Linux', language: 'bash', risk: 'high', tags: ['disk'] }),
]
const list = get('/scripts/templates', { items, next_cursor: null, total: 3 })
const none = get('/scripts/templates', { items: [], next_cursor: null, total: 0 })
const one = (values = {}) => {
  const shown = template({ title: 'Reset the print spooler', tags: ['printing'], success: { account: RATE, customer: null }, ...values })
  return [
    get(`/scripts/templates/${shown.id}`, shown),
    get(`/scripts/templates/${shown.id}/versions`, {
      items: [2, 1].map((version) => ({ ...shown, version, author: 'Dana Kim', change_note: version === 1 ? 'First version' : 'Asks for the service', success: RATE, created_at: '2026-11-24T10:00:00Z' })),
    }),
  ]
}
const PATH = `/scripts/${template().id}`

export const scripts: Story[] = [
  { name: 'Library', path: '/scripts', answers: [list] },
  { name: 'Library on a phone', path: '/scripts', answers: [list], narrow: true },
  { name: 'Library, loading', path: '/scripts', answers: [http.get(at('/scripts/templates'), never)] },
  { name: 'Library, empty', path: '/scripts', answers: [none] },
  { name: 'Library, no hit', path: '/scripts?q=nothing&tag=disk', answers: [none] },
  { name: 'Library, error', path: '/scripts', answers: [http.get(at('/scripts/templates'), () => problem(503, 'database_away', 'Try again shortly.'))] },
  { name: 'Drafts', path: '/scripts?status=drafts', answers: [list, get('/scripts/drafts', { items: [draft(), draft({ id: 'd2', title: 'From a session', session_id: 's1', updated_by: 'Mara Lindt' })], next_cursor: null })] },
  { name: 'Template', path: PATH, answers: one({ version: 2 }) },
  { name: 'Template with findings', path: PATH, answers: one({ findings: [finding({ explained: 'Only the queue’s own folder.' })], provenance: { session_id: '01a20e53-0000-7000-8000-000000000701' } }) },
  { name: 'Template, shipped', path: PATH, answers: one({ source: 'shipped' }) },
  { name: 'Template, archived', path: PATH, answers: one({ status: 'archived' }) },
  { name: 'Template, gone', path: PATH, answers: [http.get(at('/scripts/templates/:id'), () => problem(404, 'not_found', 'There is no such template.'))] },
  { name: 'Template, tried', path: PATH, answers: one(), play: async (user) => { const button = screen.queryByText(/^Try/); if (button) await user.click(button) } },
]
