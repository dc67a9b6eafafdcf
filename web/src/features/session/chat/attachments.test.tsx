import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { sizeText } from '@/lib/size'
import { openApp } from '@/testing/render'
import { makeServer, problem } from '@/testing/server'
import { answer, attachment, ID, makeWhole, message, SessionServer } from '../fixture'
import type { Attachment, Whole } from '../model/types'
import { attachedBy, LONG_PASTE } from './paste'

const server = makeServer()
const at = (path: string) => server.at(`/ai-sessions/${ID}${path}`)

let held: Attachment[]
let uploads: { name: string | null; text: string }[]
let sent: unknown[]
beforeEach(() => {
  held = []
  uploads = []
  sent = []
})

async function open(values: Partial<Omit<Whole, 'session'>> = {}) {
  const session = new SessionServer(server, makeWhole(values))
  server.use(
    http.get(at('/attachments'), () => HttpResponse.json({ items: held, state_version: 5 })),
    http.post(at('/attachments'), async ({ request }) => {
      const name = new URL(request.url).searchParams.get('name')
      uploads.push({ name, text: await request.text() })
      const made = attachment({ id: `file-${uploads.length}`, name: name ?? '' })
      held.push(made)
      return HttpResponse.json({ attachment: made, state_version: 6 }, { status: 201 })
    }),
    http.delete(at('/attachments/:file'), ({ params }) => {
      const gone = held.find(({ id }) => id === params.file)
      held = held.filter((one) => one !== gone)
      return HttpResponse.json({ attachment: gone, state_version: 7 })
    }),
    http.post(at('/messages'), async ({ request }) => {
      sent.push(await request.json())
      held = held.map((one) => ({ ...one, message_id: 'm1' }))
      session.change({ messages: [message('m1', { attachments: held }), answer('m2', 'running', '')] })
      return HttpResponse.json({ message_id: 'm1', answer_id: 'm2', turn_id: 'turn-m2', state_version: 6 }, { status: 202 })
    }),
  )
  openApp(`/pilot/${ID}`)
  return { session, user: userEvent.setup(), field: await screen.findByLabelText('Message') }
}
const paste = (field: HTMLElement, text: string, files: File[] = []) =>
  fireEvent.paste(field, { clipboardData: { files, getData: () => text } })
const chips = () => screen.findByRole('list', { name: 'Files for this message' })

it('attaches a picked file and sends it with the message', async () => {
  const { user, field } = await open()
  await user.upload(screen.getByLabelText('Files to attach'), new File(['Event 7031'], 'spooler.log'))
  expect(await screen.findByRole('button', { name: 'Remove spooler.log' })).toBeVisible()
  expect(uploads).toEqual([{ name: 'spooler.log', text: 'Event 7031' }])
  await user.type(field, 'What is this?{Enter}')
  await waitFor(() => expect(sent).toEqual([{ content: 'What is this?', attachment_ids: ['file-1'] }]))
  const link = await screen.findByRole('link', { name: /^spooler\.log/ })
  expect(link).toHaveAttribute('href', `/api/v1/ai-sessions/${ID}/attachments/file-1`)
  expect(screen.queryByRole('list', { name: 'Files for this message' })).toBeNull()
})

it('asks to look at files that are sent without words', async () => {
  held = [attachment()]
  const { user } = await open()
  await chips()
  await user.click(screen.getByRole('button', { name: 'Send' }))
  await waitFor(() => expect(sent).toEqual([{ content: 'Please look at spooler.log.', attachment_ids: ['file-1'] }]))
})

it('shows after a reload what was attached and not sent, but not what colleagues attached', async () => {
  held = [
    attachment({ id: 'mine' }),
    attachment({ id: 'sent', name: 'sent.log', message_id: 'm0' }),
    attachment({ id: 'theirs', name: 'theirs.log', uploaded_by: 'somebody' }),
  ]
  await open()
  expect(within(await chips()).getAllByRole('listitem').map((chip) => chip.textContent)).toEqual(['spooler.log12 kB'])
})

it('makes a long paste a chip, and Undo puts its text into the message', async () => {
  const { user, field } = await open()
  const long = 'x'.repeat(LONG_PASTE + 1)
  expect(paste(field, long)).toBe(false)
  await user.click(await screen.findByRole('button', { name: 'Undo: put Pasted text.txt into the message as text' }))
  expect(uploads[0]?.text).toBe(long)
  expect(field).toHaveValue(long)
  expect(field).toHaveFocus()
  await waitFor(() => expect(held).toEqual([]))
})

it('shows the server’s refusal at the chip and keeps the message', async () => {
  const { user, field } = await open()
  server.use(http.post(at('/attachments'), () => problem(415, 'wrong_media_type', 'This is a PDF document.')))
  await user.type(field, 'See')
  paste(field, '', [new File(['%PDF'], 'report.pdf')])
  expect(await screen.findByText('This is a PDF document.')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Attach report.pdf again' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Remove report.pdf' }))
  expect(screen.queryByText('This is a PDF document.')).toBeNull()
  expect(field).toHaveValue('See')
  expect(field).toHaveFocus()
})

it('offers another try where the server was not reached', async () => {
  const { user, field } = await open()
  server.use(http.post(at('/attachments'), () => HttpResponse.error(), { once: true }))
  paste(field, '', [new File(['a'], 'a.log')])
  await user.click(await screen.findByRole('button', { name: 'Attach a.log again' }))
  expect(await screen.findByRole('button', { name: 'Remove a.log' })).toBeVisible()
  expect(uploads).toHaveLength(1)
})

it('attaches what is dropped on the conversation', async () => {
  await open()
  const files = [new File(['a'], 'a.log'), new File(['b'], 'b.log')]
  fireEvent.dragOver(screen.getByRole('log'), { dataTransfer: { types: ['Files'], files } })
  expect(screen.getByText('Drop files to attach them')).toBeVisible()
  fireEvent.drop(screen.getByRole('log'), { dataTransfer: { types: ['Files'], files } })
  await waitFor(() => expect(uploads.map(({ name }) => name)).toEqual(['a.log', 'b.log']))
  expect(screen.queryByText('Drop files to attach them')).toBeNull()
})

it('keeps files with a message that waits, and gives them back when it is cancelled', async () => {
  held = [attachment()]
  const { user, field } = await open({ messages: [message('m1'), answer('m2', 'running', 'Wait')] })
  await chips()
  await user.type(field, 'Later{Enter}')
  expect(screen.queryByRole('list', { name: 'Files for this message' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await chips()).toHaveTextContent('spooler.log')
  expect(sent).toEqual([])
})

it('shows sent images small and texts as files', async () => {
  const files = [attachment(), attachment({ id: 'file-2', name: 'error.png', media_type: 'image/png' })]
  await open({ messages: [message('m1', { attachments: files })] })
  const shown = `/api/v1/ai-sessions/${ID}/attachments/file-2?inline=1`
  const image = await screen.findByRole('link', { name: /^error\.png.*opens in a new tab$/ })
  expect(image).toHaveAttribute('href', shown)
  expect(image.querySelector('img')).toHaveAttribute('src', shown)
  expect(screen.getByRole('link', { name: /^spooler\.log/ })).toHaveAttribute('download', 'spooler.log')
})

it.each([
  ['a picture', '', 1, { files: 1, text: 0 }],
  ['a short text', 'short', 0, undefined],
  ['a text with a picture of it', 'cells', 1, undefined],
  ['a long text', 'x'.repeat(LONG_PASTE + 1), 0, { files: 0, text: LONG_PASTE + 1 }],
  ['nothing', '', 0, undefined],
])('attaches of a paste: %s', (_, text, count, expected) => {
  const files = Array.from({ length: count }, () => new File(['x'], 'x.png'))
  const found = attachedBy({ files, text })
  expect(found && { files: found.files.length, text: found.text.length }).toEqual(expected)
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_234, '1.2 kB'],
  [12_345, '12 kB'],
  [10_000_000, '10 MB'],
])('words a size of %d', (bytes, text) => expect(sizeText(bytes)).toBe(text))
