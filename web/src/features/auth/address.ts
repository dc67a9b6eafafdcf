/** The token of a one-time link: `/login#token=…`. A fragment reaches no server log. */
export const readOneTimeToken = (hash: string): string | undefined =>
  new URLSearchParams(hash.replace(/^#/, '')).get('token') || undefined

/** Where to go after signing in: a path of this page only, never another site. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/sessions'
  const target = new URL(next, window.location.origin)
  const inside = target.origin === window.location.origin && target.pathname !== '/login'
  return inside ? target.pathname + target.search + target.hash : '/sessions'
}
