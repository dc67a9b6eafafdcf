/** The text of running answers, piece by piece as the stream brings it. */

export interface Delta {
  turn_id: string
  /** UTF-16 code units of the answer before `text`. */
  offset: number
  text: string
}

/** The answer with this piece in it; undefined when pieces before it are missing. */
export function applyDelta(text: string, { offset, text: piece }: Omit<Delta, 'turn_id'>): string | undefined {
  if (offset > text.length) return undefined
  if (text.startsWith(piece, offset)) return text // Here already: a stream that came back repeats itself.
  return text.slice(0, offset) + piece
}

export const FLUSH_MS = 50

/** Readers are told at most every 50 ms, however fast the pieces come; what comes after a pause, as the first piece does, at once. */
export class LiveAnswers {
  private texts = new Map<string, string>()
  private listeners = new Set<() => void>()
  private timer: number | undefined
  private toldAt = -FLUSH_MS

  get = (turnId: string | undefined): string => (turnId === undefined ? '' : (this.texts.get(turnId) ?? ''))

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What the server had saved; the stream goes on from there. */
  seed(turnId: string, text: string) {
    if (text.length > this.get(turnId).length) this.texts.set(turnId, text)
  }

  /** False: a piece is missing, and the saved text has to be read again. */
  add(delta: Delta): boolean {
    const next = applyDelta(this.get(delta.turn_id), delta)
    if (next === undefined) return false
    this.texts.set(delta.turn_id, next)
    // A task of its own: pieces that were read together are told together.
    this.timer ??= window.setTimeout(this.flush, Math.max(0, this.toldAt + FLUSH_MS - performance.now()))
    return true
  }

  flush = () => {
    window.clearTimeout(this.timer)
    this.timer = undefined
    this.toldAt = performance.now()
    this.listeners.forEach((listener) => listener())
  }
}
