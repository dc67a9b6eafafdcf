import { useEffect } from 'react'
import { ApiError, http, unwrap } from '@/api/client'
import type { DraftStore } from './draft'
import { settle, type ServerDraft } from './draft-copy'

export const SAVE_MS = 1_000

const pathOf = (sessionId: string) => ({ path: { session_id: sessionId } })

const calls = (sessionId: string) => ({
  read: () =>
    unwrap(http.GET('/api/v1/ai-sessions/{session_id}/message-draft', { params: pathOf(sessionId) })).then(
      ({ draft }) => draft,
    ),
  save: (text: string, seen: string | null): Promise<ServerDraft> =>
    unwrap(
      http.PUT('/api/v1/ai-sessions/{session_id}/message-draft', { params: pathOf(sessionId), body: { text, seen } }),
    ),
  drop: (revision: string) =>
    unwrap(
      http.DELETE('/api/v1/ai-sessions/{session_id}/message-draft/{revision}', {
        params: { path: { session_id: sessionId, revision } },
      }),
    ),
})

const isCode = (error: unknown, status: number) => error instanceof ApiError && error.status === status

/** Keeps the server's copy of a draft. What it refuses or can't be reached for stays here, and goes with the next change. */
export class DraftSync {
  private timer: number | undefined
  private last = Promise.resolve()
  private closed = false
  private readonly api: ReturnType<typeof calls>

  constructor(
    sessionId: string,
    private readonly draft: DraftStore,
  ) {
    this.api = calls(sessionId)
  }

  start = () => {
    const stopFollowing = this.draft.follow()
    const unsubscribe = this.draft.held.subscribe(this.soon)
    const onReturn = () => void this.merge()
    window.addEventListener('online', onReturn)
    void this.merge()
    return () => {
      this.closed = true
      window.clearTimeout(this.timer)
      window.removeEventListener('online', onReturn)
      unsubscribe()
      stopFollowing()
      // Whoever leaves within the second has it on the server all the same.
      void this.push()
    }
  }

  private soon = () => {
    window.clearTimeout(this.timer)
    if (!this.closed && this.draft.held.get().dirty) this.timer = window.setTimeout(() => void this.push(), SAVE_MS)
  }

  /** One at a time: an older answer never comes after a newer one. */
  private inTurn = (act: () => Promise<void>) => (this.last = this.last.then(act))

  private merge = () => this.inTurn(this.readAndSettle)

  private push = () => this.inTurn(this.save)

  /** Reads the server's copy and puts the two together. */
  private readAndSettle = async (): Promise<void> => {
    const { base } = this.draft.held.get()
    try {
      const theirs = await this.api.read()
      // Only now: more may have been typed meanwhile, or saved by another tab.
      const mine = this.draft.held.get()
      if (mine.base !== base) return await this.readAndSettle()
      this.draft.take(settle(mine, theirs))
      this.soon()
    } catch {
      // What is here is kept, and compared when it is saved.
    }
  }

  private save = async () => {
    const { text, base, dirty } = this.draft.held.get()
    if (!dirty) return
    try {
      if (text.trim() !== '') this.saved(text, (await this.api.save(text, base)).revision)
      else {
        if (base !== null) await this.api.drop(base).catch(ignoreGone)
        this.saved(text, null)
      }
    } catch (error) {
      if (isCode(error, 412)) await this.readAndSettle()
    }
  }

  private saved(text: string, revision: string | null) {
    const now = this.draft.held.get()
    const same = now.text === text
    this.draft.take({ ...now, base: revision, dirty: !same })
    if (!same) this.soon()
  }
}

function ignoreGone(error: unknown) {
  if (!isCode(error, 404)) throw error
}

export function useDraftSync(sessionId: string, draft: DraftStore) {
  useEffect(() => new DraftSync(sessionId, draft).start(), [sessionId, draft])
}
