import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { ApiError, toApiError } from './client'
import { currentSignIn, expiry, markExpired } from './expiry'

export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'paused' | 'refused'

export interface StreamHandlers {
  onEvent: (event: EventSourceMessage) => void
  onState: (state: StreamState, error?: ApiError) => void
  /** The stream was away: read the whole again, events may have been missed. */
  onResync: () => void
}

export const SAY_AFTER_MS = 2_000
export const HIDE_AFTER_MS = 30_000
/** The server sends a comment every 15 s; this much silence means that the connection is dead. */
export const SILENCE_MS = 45_000

/** Milliseconds to wait before attempt `failures + 1`: 1, 2, 4 .. 30 s. */
export const backoff = (failures: number): number => Math.min(30_000, 1_000 * 2 ** Math.max(0, failures - 1))

/** These won't become right by asking again. */
export const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429

/**
 * Follows one server-sent event stream until `close()`.
 * Resumes after a break with Last-Event-ID; a hidden tab lets go after 30 s and comes back on focus.
 */
export class EventStream {
  private lastId: string
  private failures = 0
  private abort: AbortController | undefined
  private retryTimer: number | undefined
  private sayTimer: number | undefined
  private hideTimer: number | undefined
  private silenceTimer: number | undefined
  private wasAway = false
  private closed = false
  private signedOut = false
  private readonly unfollow = expiry.subscribe(() => this.onSignIn())

  constructor(
    private readonly url: string,
    private readonly handlers: StreamHandlers,
    startAfter = '',
  ) {
    this.lastId = startAfter
    document.addEventListener('visibilitychange', this.onVisibility)
    window.addEventListener('online', this.onOnline)
    window.addEventListener('offline', this.onOffline)
    this.handlers.onState('connecting')
    void this.connect()
  }

  /** Try at once instead of waiting. */
  retryNow = () => {
    window.clearTimeout(this.retryTimer)
    if (!this.closed) void this.connect()
  }

  close = () => {
    this.closed = true
    document.removeEventListener('visibilitychange', this.onVisibility)
    window.removeEventListener('online', this.onOnline)
    window.removeEventListener('offline', this.onOffline)
    this.unfollow()
    this.stop()
  }

  private stop() {
    for (const timer of [this.retryTimer, this.sayTimer, this.hideTimer, this.silenceTimer]) window.clearTimeout(timer)
    this.sayTimer = undefined
    this.abort?.abort()
    this.abort = undefined
  }

  /** The browser tells of its network long before the silence of a connection does. */
  private onOnline = () => {
    if (document.visibilityState === 'visible') this.retryNow()
  }

  private onOffline = () => {
    if (this.abort === undefined) return
    this.abort.abort()
    this.onBreak()
  }

  private onVisibility = () => {
    window.clearTimeout(this.hideTimer)
    if (document.visibilityState === 'hidden') {
      this.hideTimer = window.setTimeout(() => {
        this.stop()
        this.wasAway = true
        this.handlers.onState('paused')
      }, HIDE_AFTER_MS)
    } else if (this.abort === undefined) {
      this.retryNow()
    }
  }

  private onSignIn() {
    if (!this.signedOut || expiry.get()) return
    this.signedOut = false
    this.retryNow()
  }

  private async connect() {
    this.abort?.abort()
    const abort = new AbortController()
    const under = currentSignIn()
    this.abort = abort
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' }
      if (this.lastId) headers['Last-Event-ID'] = this.lastId
      const response = await fetch(this.url, { headers, signal: abort.signal, cache: 'no-store' })
      if (!response.ok || !response.body) {
        throw toApiError(response, await response.json().catch(() => undefined))
      }
      this.onOpen()
      await this.read(response.body)
      this.onBreak()
    } catch (error) {
      if (abort !== this.abort) return // Replaced or closed on purpose.
      if (error instanceof ApiError && isFinal(error.status)) this.onRefused(error, under)
      else this.onBreak()
    }
  }

  private async read(body: ReadableStream<Uint8Array>) {
    const parser = createParser({
      onEvent: (event) => {
        if (event.id !== undefined) this.lastId = event.id
        this.handlers.onEvent(event)
      },
    })
    const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
    for (;;) {
      this.expectSound()
      const { done, value } = await reader.read()
      if (done) return
      parser.feed(value)
    }
  }

  private expectSound() {
    window.clearTimeout(this.silenceTimer)
    this.silenceTimer = window.setTimeout(() => {
      this.abort?.abort()
      this.onBreak()
    }, SILENCE_MS)
  }

  private onOpen() {
    this.failures = 0
    window.clearTimeout(this.sayTimer)
    this.sayTimer = undefined
    this.handlers.onState('live')
    if (this.wasAway) this.handlers.onResync()
    this.wasAway = false
  }

  private onBreak() {
    if (this.closed) return
    window.clearTimeout(this.silenceTimer)
    this.abort = undefined
    this.wasAway = true
    this.failures += 1
    this.sayTimer ??= window.setTimeout(() => this.handlers.onState('reconnecting'), SAY_AFTER_MS)
    this.retryTimer = window.setTimeout(() => void this.connect(), backoff(this.failures))
  }

  private onRefused(error: ApiError, under: number) {
    this.stop()
    this.wasAway = true
    this.handlers.onState('refused', error)
    if (error.status !== 401) return
    if (under !== currentSignIn()) return this.retryNow()
    this.signedOut = true
    markExpired(under)
  }
}
