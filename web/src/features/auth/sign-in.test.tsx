import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { markSignedOut } from '@/api/expiry'
import { page } from '@/lib/owner'
import { typed } from '@/lib/typed'
import { openApp } from '@/testing/render'
import { at401, get, ME, problem, makeServer } from '@/testing/server'

const server = makeServer()
let signedIn = false

beforeEach(() => {
  signedIn = false
  const guarded = (body: object) => () => (signedIn ? HttpResponse.json(body) : at401())
  server.use(
    http.get(server.at('/auth/me'), guarded(ME)),
    http.get(server.at('/users'), guarded({ items: [] })),
    http.get(server.at('/connections'), guarded({ items: [] })),
    http.get(server.at('/desk/tickets'), guarded({ items: [], next_cursor: null })),
    http.get(server.at('/ai-sessions'), guarded({ items: [], next_cursor: null })),
    http.post(server.at('/auth/login'), async ({ request }) => {
      const { password } = (await request.json()) as { password: string }
      if (password !== 'right') return problem(401, 'unauthenticated', 'E-mail or password is wrong.')
      signedIn = true
      return new HttpResponse(null, { status: 204 })
    }),
  )
})
afterEach(() => {
  markSignedOut()
  window.history.replaceState(null, '', '/')
})

it('leads to the sign-in and back to where one wanted to go', async () => {
  const { router } = openApp('/sessions?status=active')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('E-mail'), 'dana@example.com')
  await user.type(screen.getByLabelText('Password'), 'wrong')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('E-mail or password is wrong.')

  await user.clear(screen.getByLabelText('Password'))
  await user.type(screen.getByLabelText('Password'), 'right{Enter}')
  expect(await screen.findByRole('heading', { level: 1, name: 'Sessions' })).toBeInTheDocument()
  expect(router.state.location.href).toBe('/sessions?status=active')
})

it('offers to sign in again over the page when the sign-in ends, and keeps what was typed', async () => {
  signedIn = true
  openApp('/desk')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'New ticket' }))
  await user.type(await screen.findByLabelText('Summary'), 'Half a thought')
  await user.type(screen.getByLabelText('Description'), 'More of it')

  signedIn = false
  server.use(http.post(server.at('/desk/tickets'), at401))
  await user.click(screen.getByRole('button', { name: 'Create ticket' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign in again' })
  expect(dialog).toHaveTextContent('Everything on this page is kept.')
  expect(screen.getByLabelText('E-mail')).toHaveValue('dana@example.com')
  await user.type(screen.getByLabelText('Password'), 'right{Enter}')

  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Sign in again' })).toBeNull())
  expect(screen.getByLabelText('Summary')).toHaveValue('Half a thought')
})

it('takes a one-time link once, cleans the address and asks for a password', async () => {
  const tokens: unknown[] = []
  const passwords: unknown[] = []
  server.use(
    http.post(server.at('/auth/one-time'), async ({ request }) => {
      tokens.push(await request.json())
      signedIn = true
      return new HttpResponse(null, { status: 204 })
    }),
    get('/auth/me', { ...ME, password_set: false }),
    http.post(server.at('/auth/password'), async ({ request }) => {
      passwords.push(await request.json())
      return new HttpResponse(null, { status: 204 })
    }),
  )
  window.history.replaceState(null, '', '/login#token=abc')
  const { router } = openApp('/login')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('New password'), 'four unrelated words')
  await user.type(screen.getByLabelText('New password again'), 'four unrelated wards')
  await user.click(screen.getByRole('button', { name: 'Set password and continue' }))
  expect(screen.getByText('The two passwords differ.')).toBeInTheDocument()
  expect(passwords).toEqual([])

  await user.clear(screen.getByLabelText('New password again'))
  await user.type(screen.getByLabelText('New password again'), 'four unrelated words{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/sessions'))
  expect(tokens).toEqual([{ token: 'abc' }])
  expect(passwords).toEqual([{ password: 'four unrelated words' }])
  expect(window.location.hash).toBe('')
})

it('says that a used link does not work', async () => {
  server.use(http.post(server.at('/auth/one-time'), () => problem(401, 'link_used', 'This link was used already.')))
  window.history.replaceState(null, '', '/login#token=abc')
  openApp('/login')
  expect(await screen.findByRole('alert')).toHaveTextContent('This link was used already.')
  expect(screen.getByRole('link', { name: 'Sign in with a password' })).toHaveAttribute('href', '/login')
})

const stored = () => JSON.stringify({ ...window.localStorage })

it('leaves nothing of one person to the one who signs in over their page', async () => {
  signedIn = true
  const left = vi.spyOn(page, 'open').mockReturnValue()
  openApp('/desk')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'New ticket' }))
  await user.type(await screen.findByLabelText('Summary'), 'Half a thought')
  await user.type(screen.getByLabelText('Description'), 'More of it')
  typed.write('fact.1', 'Only Site B')
  signedIn = false
  server.use(http.post(server.at('/desk/tickets'), at401))
  await user.click(screen.getByRole('button', { name: 'Create ticket' }))
  await screen.findByRole('dialog', { name: 'Sign in again' })
  await user.clear(screen.getByLabelText('E-mail'))
  await user.type(screen.getByLabelText('E-mail'), 'lee@example.com')
  await user.type(screen.getByLabelText('Password'), 'right{Enter}')
  await waitFor(() => expect(left).toHaveBeenCalledWith('/sessions'))
  expect(stored()).not.toContain('Only Site B')
})

async function signOut() {
  signedIn = true
  const left = vi.spyOn(page, 'open').mockReturnValue()
  openApp('/desk')
  const user = userEvent.setup()
  typed.write('fact.1', 'Only Site B')
  await user.click(await screen.findByRole('button', { name: /Dana Kim/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  return left
}

it('signing out forgets what was typed and leaves the page', async () => {
  server.use(http.post(server.at('/auth/logout'), () => new HttpResponse(null, { status: 204 })))
  const left = await signOut()
  await waitFor(() => expect(left).toHaveBeenCalledWith('/login'))
  expect(stored()).not.toContain('Only Site B')
})

it('does not say that one is signed out while the server still knows the sign-in', async () => {
  server.use(http.post(server.at('/auth/logout'), () => HttpResponse.error()))
  const left = await signOut()
  expect(await screen.findByText('You are still signed in.')).toBeInTheDocument()
  expect(left).not.toHaveBeenCalled()
  expect(stored()).toContain('Only Site B')
})
