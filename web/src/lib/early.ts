import { lazy, type ComponentType } from 'react'

/**
 * A component of a chunk of its own, and what fetches it before it is asked for. Once it is here it is drawn at once:
 * React shows what a plain `lazy` brings up to 300 ms after its first drawing, even when the chunk is loaded.
 */
export function early<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let held: { default: ComponentType<Props> } | undefined
  const fetch = async () => (held = await load())
  const here = { then: (take: (module: typeof held) => void) => take(held) }
  return [lazy(() => (held ? (here as unknown as ReturnType<typeof load>) : fetch())), fetch] as const
}
