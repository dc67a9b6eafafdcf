import { EditorView } from '@codemirror/view'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect } from 'vitest'
import type { Schemas } from '@/api/client'
import { openApp } from '@/testing/render'
import { makeServer } from '@/testing/server'
import { ID, makeWhole, preview, SessionServer, writeback } from '../fixture'

interface Posted {
  key: string | null
  body: Schemas['NotePost']
}

const server = makeServer()

/** One session with its note open: what the server answers, and what it was sent. Begins anew before each test. */
export const desk = {
  server,
  session: undefined as unknown as SessionServer,
  written: preview(),
  posted: [] as Posted[],
  saves: [] as Schemas['DraftSave'][],
  at: (path: string) => server.at(`/ai-sessions/${ID}${path}`),

  /** The answers to the posts, in their order. */
  answerPosts(...answers: (() => Response)[]) {
    server.use(
      http.post(desk.at('/resolution-note/post'), async ({ request }) => {
        desk.posted.push({ key: request.headers.get('idempotency-key'), body: (await request.json()) as Posted['body'] })
        return answers[desk.posted.length - 1]?.() ?? HttpResponse.error()
      }),
    )
  },
  resolved: () => {
    desk.session.change({ session: { ...desk.session.whole.session, status: 'resolved' }, writebacks: [writeback()] })
    return HttpResponse.json({
      outcome: 'resolved',
      external_id: 'note-1',
      status: { wanted: 'Resolved', actual: 'Resolved', verified: true },
      status_transition_skipped_reason: null,
      writeback_id: 'wb-1',
      step: 'VERIFIED',
    } satisfies Schemas['PostOut'])
  },
  takeDrafts(findings: Schemas['FindingOut'][] = []) {
    server.use(
      http.put(desk.at('/resolution-note/draft'), async ({ request }) => {
        const body = (await request.json()) as Schemas['DraftSave']
        desk.saves.push(body)
        return HttpResponse.json({
          draft: { kind: 'resolution', ...body, version: desk.saves.length, updated_by: 'me', updated_at: '2026-11-24T14:00:00Z' },
          grounding: { ok: findings.length === 0, findings },
        })
      }),
    )
  },
  /** The session as its page learns of it. */
  moveTo(version: number) {
    desk.session.change({ state_version: version })
    desk.session.emit('state', { state_version: version, changed: ['facts'] }, version)
  },
}

beforeEach(() => {
  desk.posted = []
  desk.saves = []
  desk.written = preview()
  desk.session = new SessionServer(server, makeWhole())
  server.use(http.post(desk.at('/resolution-note/preview'), () => HttpResponse.json(desk.written)))
})

export const problemWith = (status: number, code: string, detail: string, extra: object) =>
  HttpResponse.json({ type: '', title: code, status, detail, code, request_id: 'r', errors: [], ...extra }, { status })

export const confirmButton = () => screen.getByRole('button', { name: /^Confirm & post/ })
export const editor = () => screen.findByRole('textbox', { name: 'Text of the note, Markdown' })

export async function write(text: string) {
  fireEvent.click(screen.getAllByRole('button', { name: 'Edit' }).at(-1) as HTMLElement)
  const view = EditorView.findFromDOM(await editor())
  view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
}

export async function open() {
  openApp(`/pilot/${ID}?preview=resolve`)
  await screen.findByText('Users at Site B cannot print.')
  await waitFor(() => expect(desk.session.isFollowed).toBe(true))
}
