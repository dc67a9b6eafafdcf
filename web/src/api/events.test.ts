import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expiry, markSignedIn, markSignedOut } from './expiry'
import { backoff, EventStream, HIDE_AFTER_MS, isFinal, SAY_AFTER_MS, SILENCE_MS, type StreamState } from './events'

const encoder = new TextEncoder()

/** A server whose streams the test writes to and ends. */
function makeServer() {
  const calls: { lastId: string | null; send: (text: string) => void; end: () => void; signal: AbortSignal }[] = []
  const refusals: (Response | Promise<Response>)[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
    const refusal = refusals.shift()
    if (refusal) return Promise.resolve(refusal)
    const signal = init?.signal as AbortSignal
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        signal.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')))
        calls.push({
          lastId: new Headers(init?.headers).get('Last-Event-ID'),
          send: (text) => controller.enqueue(encoder.encode(text)),
          end: () => controller.close(),
          signal,
        })
      },
    })
    return Promise.resolve(new Response(body))
  })
  return { calls, refusals }
}

function follow() {
  const seen: string[] = []
  const states: StreamState[] = []
  const resyncs = vi.fn()
  const stream = new EventStream('/events', {
    onEvent: (event) => seen.push(`${event.event}:${event.data}`),
    onState: (state) => states.push(state),
    onResync: resyncs,
  })
  open.push(stream)
  return { stream, seen, states, resyncs }
}

const open: EventStream[] = []
const settle = () => vi.advanceTimersByTimeAsync(0)
const setVisible = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  open.splice(0).forEach((stream) => stream.close())
  markSignedOut()
  vi.useRealTimers()
})

describe('pure parts', () => {
  it('waits 1, 2, 4 .. 30 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map(backoff)).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000])
  })

  it('does not ask again what was refused for good', () => {
    expect([400, 401, 403, 404].every(isFinal)).toBe(true)
    expect([408, 429, 500, 502, 503].some(isFinal)).toBe(false)
  })
})

describe('EventStream', () => {
  it('reads events however they are cut', async () => {
    const { calls } = makeServer()
    const { seen, states } = follow()
    await settle()
    for (const part of ['id: 1\nevent: st', 'ate\ndata: {"a"', ':1}\n', '\n']) calls[0]?.send(part)
    await settle()
    expect(seen).toEqual(['state:{"a":1}'])
    expect(states).toEqual(['connecting', 'live'])
  })

  it('resumes after the last id, also past events without one, and asks for a resync', async () => {
    const { calls } = makeServer()
    const { resyncs } = follow()
    await settle()
    calls[0]?.send('id: 7\nevent: state\ndata: {}\n\nevent: turn.delta\ndata: {}\n\n')
    await settle()
    expect(resyncs).not.toHaveBeenCalled()
    calls[0]?.end()
    await vi.advanceTimersByTimeAsync(1000)
    expect(calls).toHaveLength(2)
    expect(calls[1]?.lastId).toBe('7')
    expect(resyncs).toHaveBeenCalledTimes(1)
  })

  it('says "reconnecting" only when the break lasts', async () => {
    const { calls, refusals } = makeServer()
    const { states } = follow()
    await settle()
    refusals.push(new Response('', { status: 503 }), new Response('', { status: 503 }))
    calls[0]?.end()
    await vi.advanceTimersByTimeAsync(SAY_AFTER_MS - 1)
    expect(states).not.toContain('reconnecting')
    await vi.advanceTimersByTimeAsync(1)
    expect(states.at(-1)).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(states.at(-1)).toBe('live')
  })

  it('stops at a refusal', async () => {
    const { calls, refusals } = makeServer()
    refusals.push(new Response('{"code":"not_found","detail":"Gone."}', { status: 404 }))
    const { states } = follow()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(states.at(-1)).toBe('refused')
    expect(calls).toHaveLength(0)
  })

  it('takes a silent connection for dead', async () => {
    const { calls } = makeServer()
    follow()
    await settle()
    await vi.advanceTimersByTimeAsync(SILENCE_MS + 1000)
    expect(calls[0]?.signal.aborted).toBe(true)
    expect(calls).toHaveLength(2)
  })

  it('lets go when hidden for long, and comes back with a resync', async () => {
    const { calls } = makeServer()
    const { states, resyncs } = follow()
    await settle()
    setVisible('hidden')
    await vi.advanceTimersByTimeAsync(HIDE_AFTER_MS - 1)
    expect(calls[0]?.signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(calls[0]?.signal.aborted).toBe(true)
    expect(states.at(-1)).toBe('paused')
    setVisible('visible')
    await settle()
    expect(states.at(-1)).toBe('live')
    expect(resyncs).toHaveBeenCalledTimes(1)
  })

  it('is quiet after close', async () => {
    const { calls } = makeServer()
    const { stream, states } = follow()
    await settle()
    stream.close()
    const before = states.length
    await vi.advanceTimersByTimeAsync(120_000)
    expect(calls).toHaveLength(1)
    expect(states).toHaveLength(before)
  })

  it('goes on after signing in again, also when the refusal came late', async () => {
    const { calls, refusals } = makeServer()
    const at401 = () => new Response('{"code":"unauthenticated","detail":"Sign in."}', { status: 401 })
    markSignedIn()
    refusals.push(at401())
    const { states, resyncs } = follow()
    await settle()
    expect(states.at(-1)).toBe('refused')
    expect(expiry.get()).toBe(true)
    expect(calls).toHaveLength(0)

    markSignedIn()
    await settle()
    expect(states.at(-1)).toBe('live')
    expect(resyncs).toHaveBeenCalledTimes(1)

    let refuse: (answer: Response) => void = () => undefined
    refusals.push(new Promise((resolve) => (refuse = resolve)))
    calls[0]?.end()
    await vi.advanceTimersByTimeAsync(1000)
    expect(calls).toHaveLength(1)
    markSignedIn()
    refuse(at401())
    await settle()
    expect(expiry.get()).toBe(false)
    expect(calls).toHaveLength(2)
    expect(states.at(-1)).toBe('live')
  })
})
