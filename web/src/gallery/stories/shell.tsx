import { screen } from '@testing-library/dom'
import { http, HttpResponse } from 'msw'
import { ApiError } from '@/api/client'
import { newVersion } from '@/lib/version'
import { PageFailure } from '@/shell/PageFailure'
import { sheet } from '@/shell/sheets'
import { at, at401, get, problem } from '@/testing/answers'
import { say } from '@/ui/toast'
import { session } from '../sample'
import { never, type Play, type Story } from '../story'

const list = get('/ai-sessions', { items: [0, 1, 2].map((number) => session(number)), next_cursor: null })
const NEW_VERSION = new TypeError('Failed to fetch dynamically imported module: /assets/x.js')
const nothing = () => undefined
const there = () => screen.findByRole('button', { name: 'New session' })
const palette: Play = async (user) => {
  await user.click(await screen.findByRole('button', { name: /^Commands/ }))
  return screen.findByPlaceholderText(/^A command/)
}
const help: Play = async (user) => {
  await user.keyboard('{Shift>}?{/Shift}')
  return screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
}
const recording: Play = async (user) => {
  await there()
  await help(user)
  await user.click((await screen.findAllByRole('button', { name: /^Change the keys of/ }))[0]!)
}
const tell = () => {
  say.done('Fact removed', { label: 'Undo', onClick: nothing })
  say.warn('Suggestion changed. Your values are kept.')
  say.failed('The message was not sent. It is back in the field.', new ApiError(503, 'database_away', 'The database does not answer.', 'req-7f3a'))
}

const twofold = () => say.warn('Posted, but ConnectWise still shows In progress.', { label: 'Open ticket', onClick: nothing }, { second: { label: 'Set again', onClick: nothing } })

export const shell: Story[] = [
  { name: 'Command palette', path: '/sessions', answers: [list], play: palette },
  {
    name: 'Command palette without a hit',
    path: '/sessions',
    answers: [http.get(at('/ai-sessions'), ({ request }) => HttpResponse.json({ items: request.url.includes('zzzz') ? [] : [session(0)], next_cursor: null }))],
    play: async (user) => (await palette(user), await user.keyboard('zzzz'), screen.findByText('No command and no session has these words.')),
  },
  { name: 'Shortcut help', path: '/sessions', answers: [list], play: async (user) => (await screen.findByRole('button', { name: 'New session' }), help(user)) },
  { name: 'Command palette with sessions', path: '/sessions', answers: [list], play: async (user) => (await palette(user), await user.keyboard('482'), screen.findByText('Sessions', { selector: '[cmdk-group-heading]' })) },
  { name: 'Keys are chosen', path: '/sessions', answers: [list], play: async (user) => (await recording(user), screen.findByText('Press keys')) },
  { name: 'Keys that are taken', path: '/sessions', answers: [list], play: async (user) => (await recording(user), await user.keyboard('gs'), screen.findByRole('alert')) },
  { name: 'Keys of one’s own', path: '/sessions', answers: [list], play: async (user) => (await recording(user), await user.keyboard('q'), screen.findByRole('button', { name: 'Reset all keys' })) },
  { name: 'Notifications', path: '/sessions', answers: [list], play: async () => (await there(), tell(), sheet.set('notifications'), screen.findByRole('dialog')) },
  { name: 'No notifications', path: '/sessions', answers: [list], play: async () => (await there(), sheet.set('notifications'), screen.findByRole('dialog')) },
  { name: 'A new version is there', path: '/sessions', answers: [list], play: async () => (await there(), newVersion.set(true), screen.findByRole('button', { name: 'Reload' })) },
  { name: 'A new version is there, on a phone', path: '/sessions', answers: [list], narrow: true, play: async () => (await there(), newVersion.set(true), screen.findByRole('button', { name: 'Reload' })) },
  { name: 'A message with two buttons, on a phone', path: '/sessions', answers: [list], narrow: true, play: async () => (await there(), twofold(), (await screen.findByRole('button', { name: 'Open ticket' })).focus(), screen.findByRole('button', { name: 'Set again' })) },
  { name: 'User menu', path: '/sessions', answers: [list], play: async (user) => (await user.click(await screen.findByRole('button', { name: /Dana Kim/ })), screen.findByRole('menuitem', { name: 'Sign out' })) },
  { name: 'Sign in', path: '/login', answers: [http.get(at('/auth/me'), at401)] },
  {
    name: 'Sign in refused',
    path: '/login',
    answers: [http.get(at('/auth/me'), at401), http.post(at('/auth/login'), () => problem(401, 'wrong_credentials', 'The e-mail address or the password is wrong.'))],
    play: async (user) => {
      await user.type(await screen.findByLabelText('E-mail'), 'dana@example.com')
      await user.type(screen.getByLabelText('Password'), 'not this one')
      await user.click(screen.getByRole('button', { name: 'Sign in' }))
    },
  },
  { name: 'Signed out meanwhile', path: '/sessions', answers: [http.get(at('/ai-sessions'), at401)] },
  { name: 'Page is loading', path: '/sessions', answers: [http.get(at('/auth/me'), never)] },
  { name: 'Server is away', path: '/sessions', answers: [http.get(at('/auth/me'), () => problem(503, 'database_away', 'The database does not answer. Try again shortly.'))] },
  { name: 'New version of the page', show: () => <PageFailure error={NEW_VERSION} reset={nothing} />, bare: true },
]
