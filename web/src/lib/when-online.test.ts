import { afterEach, expect, it, vi } from 'vitest'
import { whenOnline } from './when-online'

const GONE = new TypeError('Failed to fetch dynamically imported module: /assets/x.js')
const network = (on: boolean) => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(on)
  window.dispatchEvent(new Event(on ? 'online' : 'offline'))
}

afterEach(() => void vi.useRealTimers())

it('loads again once the network is back, and a little later where that was too early', async () => {
  vi.useFakeTimers()
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(GONE)
  network(false)
  const loaded = whenOnline(load)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(load).toHaveBeenCalledTimes(1)
  network(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(load).toHaveBeenCalledTimes(2)
  load.mockResolvedValue('here')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await loaded).toBe('here')
})

it('fails at once where there is a network: what is asked for is gone', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(GONE)
  await expect(whenOnline(load)).rejects.toBe(GONE)
  expect(load).toHaveBeenCalledTimes(1)
})

it('gives up where it still fails when the network is back', async () => {
  vi.useFakeTimers()
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(GONE)
  network(false)
  const failed = expect(whenOnline(load)).rejects.toBe(GONE)
  await vi.advanceTimersByTimeAsync(0)
  network(true)
  await vi.advanceTimersByTimeAsync(5_000)
  await failed
  expect(load).toHaveBeenCalledTimes(4)
})
