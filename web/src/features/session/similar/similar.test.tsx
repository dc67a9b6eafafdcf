import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { escalated, found } from '@/features/search/fixture'
import { openApp } from '@/testing/render'
import { makeServer } from '@/testing/server'
import { ID, makeWhole, SessionServer } from '../fixture'

const server = makeServer()

/** The session's server, and how often similar ones were asked for. */
function serve(items: ReturnType<typeof found>[], status: 'active' | 'resolved' = 'active') {
  const session = new SessionServer(server, makeWhole({}, { status }))
  const asked: string[] = []
  server.use(
    http.get(server.at('/similar'), ({ request }) => {
      asked.push(new URL(request.url).search)
      return HttpResponse.json({ items })
    }),
  )
  return { session, asked }
}

const lane = async () => within(await screen.findByRole('complementary', { name: 'Task lane' }))

it('shows closed sessions that are alike, asked for once, and again when the problem changed', async () => {
  const { session, asked } = serve([found(0, { same_client: true }), escalated(1)])
  const { client } = openApp(`/pilot/${ID}`)
  const section = within(await (await lane()).findByRole('region', { name: 'Similar sessions' }))
  const [first, second] = section.getAllByRole('listitem')
  expect(first).toHaveTextContent(/Resolved.*Fixed by: Restart the print spooler.*Harbour Hotel \(same client\)/)
  expect(second).toHaveTextContent(/Escalated.*Asked: Which driver/)
  expect(within(first!).getByRole('link')).toHaveAttribute('href', `/pilot/${found(0).session_id}`)
  expect(asked).toEqual([`?session=${ID}&limit=3`])
  session.change({ facts: [] })
  await client.invalidateQueries({ queryKey: ['session', ID] })
  expect(asked).toHaveLength(1)
  session.change({ session: { ...session.whole.session, title: 'Labels print twice' } })
  await client.invalidateQueries({ queryKey: ['session', ID] })
  await waitFor(() => expect(asked).toHaveLength(2))
})

it('leaves no empty box where none is alike', async () => {
  const { asked } = serve([])
  openApp(`/pilot/${ID}`)
  await waitFor(() => expect(asked).toHaveLength(1))
  expect((await lane()).getByRole('region', { name: 'Suggested fix' })).toBeInTheDocument()
  expect(screen.queryByText('Similar sessions')).toBeNull()
})
