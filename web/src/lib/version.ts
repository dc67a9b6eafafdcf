import { makeStore } from './store'

/** The server has a newer page than this one, or parts of this one are gone. */
export const newVersion = makeStore(false)

const ENTRY = /\/assets\/index-[\w-]+\.js/
const EVERY_MS = 5 * 60_000
const NOT_MORE_OFTEN_MS = 30_000

/** The name of the script that a page begins with: it changes with every build. */
export const readBuild = (html: string): string | undefined => ENTRY.exec(html)?.[0]

export async function askForNewVersion(own: string): Promise<void> {
  const answer = await fetch('/index.html', { cache: 'no-cache' }).catch(() => undefined)
  const served = answer?.ok ? readBuild(await answer.text()) : undefined
  if (served !== undefined && served !== own) newVersion.set(true)
}

/** Asks now and then, and when the page comes back into view. Never reloads by itself. */
export function watchVersion(): () => void {
  const own = readBuild(document.documentElement.innerHTML)
  // Vite tells when a part of the page could not be loaded: without a network that says nothing of the version.
  const onGone = () => navigator.onLine && newVersion.set(true)
  window.addEventListener('vite:preloadError', onGone)
  let asked = Date.now()
  const ask = () => {
    if (own === undefined || document.hidden || Date.now() - asked < NOT_MORE_OFTEN_MS) return
    asked = Date.now()
    void askForNewVersion(own)
  }
  const timer = window.setInterval(ask, EVERY_MS)
  document.addEventListener('visibilitychange', ask)
  return () => {
    window.clearInterval(timer)
    document.removeEventListener('visibilitychange', ask)
    window.removeEventListener('vite:preloadError', onGone)
  }
}

/** A part of the page that the server no longer has: it was replaced by a newer version. */
export const isOldVersion = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message)
