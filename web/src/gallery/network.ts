import { getResponse, type RequestHandler } from 'msw'
import { held } from './story'

const QUIET_MS = 150
const LONGEST_MS = 10_000

let waiting = 0

/** Answers every request of the page itself: nothing leaves it. One that no story foresees is an error. */
export function answerWith(handlers: RequestHandler[]) {
  window.fetch = async (input, init) => {
    const request = new Request(input, init)
    waiting += 1
    try {
      const answer = await getResponse(handlers, request)
      if (answer?.type === 'error') throw new TypeError('Failed to fetch')
      if (answer) return answer
      console.error(`No story foresees ${request.method} ${new URL(request.url).pathname}`)
      return new Response(null, { status: 404 })
    } finally {
      waiting -= 1
    }
  }
}

// A page whose code is on its way has no main part yet; every story has one.
const isBusy = () => waiting > held.count || document.querySelector('main') === null || (held.count === 0 && document.querySelector('[aria-busy=true]') !== null)

/** Until nothing is asked for or loading any more, but for what the story holds back. */
export async function settle() {
  const begun = performance.now()
  let quiet = begun
  while (performance.now() - begun < LONGEST_MS && performance.now() - quiet < QUIET_MS) {
    await new Promise((resolve) => window.setTimeout(resolve, 20))
    if (isBusy()) quiet = performance.now()
  }
}
