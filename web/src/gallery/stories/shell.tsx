import { screen } from '@testing-library/dom'
import { http } from 'msw'
import { PageFailure } from '@/shell/PageFailure'
import { at, at401, get, problem } from '@/testing/answers'
import { session } from '../sample'
import { never, type Story } from '../story'

const list = get('/ai-sessions', { items: [0, 1, 2].map((number) => session(number)), next_cursor: null })
const NEW_VERSION = new TypeError('Failed to fetch dynamically imported module: /assets/x.js')
const nothing = () => undefined

export const shell: Story[] = [
  { name: 'Command palette', path: '/sessions', answers: [list], play: async (user) => user.click(await screen.findByRole('button', { name: /^Commands/ })) },
  {
    name: 'Command palette without a hit',
    path: '/sessions',
    answers: [list],
    play: async (user) => {
      await user.click(await screen.findByRole('button', { name: /^Commands/ }))
      await user.type(await screen.findByRole('combobox'), 'zzzz')
    },
  },
  { name: 'Shortcut help', path: '/sessions', answers: [list], play: async (user) => (await screen.findByRole('button', { name: 'New session' }), user.keyboard('?')) },
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
