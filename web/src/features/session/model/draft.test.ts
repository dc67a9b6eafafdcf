import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draftName, local } from '@/lib/local'
import { makeServer } from '@/testing/server'
import { makeDraft } from './draft'
import { joinTexts, readHeld, settle, type Held, type ServerDraft } from './draft-copy'
import { DraftSync } from './draft-sync'

const here = (text: string, base: string | null = null, dirty = true): Held => ({ text, base, dirty })
const there = (text: string, revision = 'r2'): ServerDraft => ({ text, revision })

describe('what is shown once the server’s copy is known', () => {
  it.each([
    ['the server’s, where nothing was typed here', here('', null, false), there('Typed there'), here('Typed there', 'r2', false)],
    ['this one, where the server has none', here('Typed here'), null, here('Typed here', null, true)],
    ['nothing, where it was sent elsewhere', here('Typed here', 'r1', false), null, here('', null, false)],
    ['this one, where it was changed after that', here('Typed on', 'r1'), null, here('Typed on', null, true)],
    ['this one, where the server’s is what it goes on from', here('Secret', 'r2'), there('********'), here('Secret', 'r2')],
    ['the newer one of another machine', here('Old', 'r1', false), there('New'), here('New', 'r2', false)],
    ['both, where both changed', here('Mine', 'r1'), there('Theirs'), here('Theirs\n\nMine', 'r2')],
    ['the server’s, where this was emptied', here('', 'r1'), there('Theirs'), here('Theirs', 'r2', false)],
    ['the longer one, where it holds the other', here('One two', 'r1'), there('One'), here('One two', 'r2')],
  ])('is %s', (_, mine, theirs, shown) => {
    expect(settle(mine, theirs)).toEqual(shown)
  })

  it.each([
    ['a', 'b', 'a\n\nb'],
    ['a b', 'b', 'a b'],
    ['b', 'a b', 'a b'],
  ])('joins %j and %j', (theirs, mine, both) => {
    expect(joinTexts(theirs, mine)).toBe(both)
  })

  it('reads what was kept as plain text, and text that looks like a record', () => {
    expect(readHeld('Half a thought')).toEqual(here('Half a thought'))
    expect(readHeld('{"a": 1}')).toEqual(here('{"a": 1}'))
    expect(readHeld(JSON.stringify(here('x', 'r1', false)))).toEqual(here('x', 'r1', false))
  })
})

describe('this browser’s copy', () => {
  beforeEach(() => window.localStorage.clear())

  it('is one person’s alone', () => {
    makeDraft('s1', 'ada').set('Ada’s')
    expect(makeDraft('s1', 'bob').get()).toBe('')
    expect(makeDraft('s1', 'ada').get()).toBe('Ada’s')
  })

  it('follows the other tab of the same person, whose text it never loses', () => {
    const draft = makeDraft('s1', 'ada')
    const stop = draft.follow()
    const theirs = JSON.stringify(here('Typed in the other tab'))
    window.dispatchEvent(new StorageEvent('storage', { key: local.key(draftName('ada.s1')), newValue: theirs }))
    expect(draft.get()).toBe('Typed in the other tab')
    stop()
  })
})

describe('the server’s copy', () => {
  const server = makeServer()
  const path = '/ai-sessions/s1/message-draft'
  let held: ServerDraft | null
  let refusing: boolean
  let refused: number
  let saves: { text: string; seen: string | null }[]

  beforeEach(() => {
    window.localStorage.clear()
    held = null
    refusing = false
    refused = 0
    saves = []
    server.use(
      http.get(server.at(path), () => HttpResponse.json({ draft: held && { ...held, saved_at: '' } })),
      http.put(server.at(path), async ({ request }) => {
        const body = (await request.json()) as { text: string; seen: string | null }
        if (refusing) {
          refused += 1
          return HttpResponse.error()
        }
        if (held && held.revision !== body.seen) {
          return HttpResponse.json({ code: 'draft_changed', detail: '', request_id: '' }, { status: 412 })
        }
        saves.push(body)
        held = { text: body.text, revision: `r${saves.length}` }
        return HttpResponse.json({ ...held, saved_at: '' })
      }),
      http.delete(server.at(`${path}/:revision`), ({ params }) => {
        if (held?.revision !== params.revision) return new HttpResponse(null, { status: 404 })
        held = null
        return new HttpResponse(null, { status: 204 })
      }),
    )
  })

  const open = () => {
    const draft = makeDraft('s1', 'ada')
    return { draft, stop: new DraftSync('s1', draft).start() }
  }

  it('is there a second after the last change, and gone once it is sent', async () => {
    const { draft, stop } = open()
    draft.set('The queue')
    draft.set('The queue is full')
    expect(held).toBeNull()
    await vi.waitFor(() => expect(held?.text).toBe('The queue is full'), 3_000)
    expect(saves).toHaveLength(1)
    await vi.waitFor(() => expect(draft.held.get().dirty).toBe(false))
    draft.set('')
    await vi.waitFor(() => expect(held).toBeNull(), 3_000)
    stop()
  })

  it('is there again on another machine', async () => {
    held = there('Typed at the desk')
    const { draft, stop } = open()
    await vi.waitFor(() => expect(draft.get()).toBe('Typed at the desk'))
    stop()
  })

  it('is put together with what another machine typed meanwhile', async () => {
    const { draft, stop } = open()
    draft.set('Mine')
    await vi.waitFor(() => expect(held?.text).toBe('Mine'), 3_000)
    held = there('Mine, and more there', 'theirs')
    draft.set('Mine and here')
    await vi.waitFor(() => expect(held?.text).toBe('Mine, and more there\n\nMine and here'), 5_000)
    expect(draft.get()).toBe('Mine, and more there\n\nMine and here')
    stop()
  })

  it('keeps here what it can’t be reached for, and takes it when it is back', async () => {
    refusing = true
    const { draft, stop } = open()
    draft.set('Kept here')
    await vi.waitFor(() => expect(refused).toBe(1), 3_000)
    expect(makeDraft('s1', 'ada').get()).toBe('Kept here')
    refusing = false
    window.dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(held?.text).toBe('Kept here'), 5_000)
    stop()
  })
})
