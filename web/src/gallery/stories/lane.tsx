import { screen, within } from '@testing-library/dom'
import { http } from 'msw'
import { ID } from '@/features/session/fixture'
import { at, get, problem } from '@/testing/answers'
import { escalated, found } from '@/features/search/fixture'
import { draft } from '@/features/session/scripts-fixture'
import { checks, facts, proposed } from '../sample'
import { sessionScreen } from '../session'
import type { Play, Story } from '../story'

const inLane = async () => within(await screen.findByRole('complementary', { name: 'Task lane' }))
const press = (name: string | RegExp): Play => async (user) => {
  const [first] = await (await inLane()).findAllByRole('button', { name })
  if (first) await user.click(first)
}
const success = { ...proposed, status: 'applied_success', decision: 'draft_template' } as const

export const lane: Story[] = [
  sessionScreen('Nothing known yet'),
  sessionScreen('Similar sessions', {}, {
    answers: [get('/similar', { items: [found(0, { same_client: true }), escalated(1), found(2, { fixes: [] })] })],
    play: () => screen.findAllByText('Similar sessions'),
  }),
  sessionScreen('Facts and checks', { facts, checks }),
  sessionScreen('Checks that were skipped', { checks }, { play: async (user) => user.click(await (await inLane()).findByText('Skipped, 1')) }),
  sessionScreen('Adding a fact', { facts }, { play: press('Add a fact') }),
  sessionScreen('Editing a fact', { facts }, { play: press(/Only Site B is affected/) }),
  sessionScreen('A fact that was changed by someone else', { facts }, {
    answers: [http.patch(at(`/ai-sessions/${ID}/facts/:id`), () => problem(412, 'row_changed', 'Someone changed this fact meanwhile.'))],
    play: async (user) => (await press('Confirm')(user), screen.findAllByText(/changed this fact meanwhile/)),
  }),
  sessionScreen('Logging a result', { checks }, { play: press('Log result') }),
  sessionScreen('A closed session', { facts, checks, fixes: [success] }, { session: { status: 'resolved' } }),
  sessionScreen('Make this reusable', { fixes: [success], drafts: [], draft_templates: [draft()] }, { session: { status: 'resolved' } }),
  sessionScreen('The lane is hidden', { facts }, { play: async (user) => user.click(await screen.findByRole('button', { name: 'Hide the task lane' })) }),
]
