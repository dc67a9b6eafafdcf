const PAUSES_MS = [1_000, 4_000]

const isBack = () => new Promise((done) => window.addEventListener('online', done, { once: true }))

/** Loads; what fails without a network is loaded again once that is back, where the first try may still be too early. */
export async function whenOnline<T>(load: () => Promise<T>): Promise<T> {
  let pauses: number[] = []
  for (;;) {
    try {
      return await load()
    } catch (error) {
      const pause = pauses.shift()
      if (navigator.onLine && pause === undefined) throw error
      if (navigator.onLine) await new Promise((done) => window.setTimeout(done, pause))
      else {
        await isBack()
        pauses = [...PAUSES_MS]
      }
    }
  }
}
