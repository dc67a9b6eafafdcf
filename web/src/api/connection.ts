import type { StreamState } from './events'
import { makeStore, useStore } from '@/lib/store'

/** How the page's own event stream is doing; `live` where it has none. */
export const streamState = makeStore<StreamState>('live')

/** What the browser says of its network. */
export const online = makeStore(navigator.onLine)

for (const name of ['online', 'offline']) window.addEventListener(name, () => online.set(navigator.onLine))

export const OFFLINE = 'Offline: changes kept here'

/** Nothing can be sent now, as far as is known. */
export function useAway(): boolean {
  const isOnline = useStore(online)
  return useStore(streamState) === 'reconnecting' || !isOnline
}
