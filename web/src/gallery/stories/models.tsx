import { screen } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import type { Endpoint } from '@/features/settings/models/queries'
import { at, get, problem } from '@/testing/answers'
import { never, type Play, type Story } from '../story'

const endpoint = (id: string, position: number, values: Partial<Endpoint> = {}): Endpoint => ({
  id,
  name: `Model ${id}`,
  provider: 'openai',
  model: 'llama3.3:70b',
  base_url: 'http://gpu-01:8000/v1',
  key_set_at: '2026-11-20T10:00:00Z',
  uses: ['chat', 'notes', 'extraction'],
  position,
  allow_private: true,
  sees_images: false,
  context_tokens: 32_000,
  version: 1,
  ...values,
})
const items = [endpoint('a', 1, { name: 'Claude', provider: 'anthropic', model: 'claude-reference', base_url: '', allow_private: false }), endpoint('b', 2, { name: 'Own server', uses: ['notes'], key_set_at: null })]
const vectors = endpoint('c', 3, { name: 'Vectors', model: 'nomic-embed-text', uses: ['search'] })
const prepared = get('/search/meaning', { chosen: true, sessions: 1_204, ready: 812, trouble: 'Vectors did not answer in time.' })
const list = (shown: Endpoint[]) => get('/models', { items: shown, installation: [], reference_model: 'claude-reference' })
const day = (number: number) => ({ day: `2026-11-${20 + number}`, model: 'claude-reference', purpose: 'chat', calls: 12 * number, failed: number % 2, input_tokens: 45_000 * number, output_tokens: 8_200 * number, cached_tokens: 30_000, cost_usd: '1.25' })
const common = [
  get('/account/settings', { time_zone: 'UTC', preferences: { pseudonyms: 'identities', fall_back: true } }),
  get('/models/usage', { tokens_today: 51_500, tokens_a_day: 200_000, days: [3, 2, 1].map(day) }),
]
const press = (name: string | RegExp): Play => async (user) => user.click((await screen.findAllByRole('button', { name }))[0]!)
const tested = (result: object) => http.post(at('/models/:id/test'), () => HttpResponse.json(result))
const PATH = '/settings/llm'

export const models: Story[] = [
  { name: 'Models', path: PATH, answers: [list([...items, vectors]), prepared, ...common] },
  { name: 'Models on a phone', path: PATH, answers: [list(items), ...common], narrow: true },
  { name: 'No model', path: PATH, answers: [list([]), get('/models/usage', { tokens_today: 0, tokens_a_day: null, days: [] }), ...common] },
  { name: 'Loading', path: PATH, answers: [http.get(at('/models'), never), ...common] },
  { name: 'Error', path: PATH, answers: [http.get(at('/models'), () => problem(503, 'database_away', 'Try again shortly.')), ...common] },
  { name: 'Add a model', path: PATH, answers: [list([]), ...common], play: press('Add a model') },
  { name: 'Change a model', path: PATH, answers: [list(items), ...common], play: press('Change Claude') },
  { name: 'A test that worked', path: PATH, answers: [list(items), tested({ ok: true, model: 'claude-reference', first_ms: 420, total_ms: 910, answer: 'Ready.', detail: null }), ...common], play: async (user) => (await press('Test Claude')(user), screen.findByText(/It said/)) },
  { name: 'A test that failed', path: PATH, answers: [list(items), tested({ ok: false, model: null, first_ms: null, total_ms: null, answer: null, detail: 'The key was refused.' }), ...common], play: async (user) => (await press('Test Claude')(user), screen.findByText('The key was refused.')) },
  { name: 'Remove a model', path: PATH, answers: [list(items), ...common], play: press('Remove Claude') },
]
