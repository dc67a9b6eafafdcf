import { makeStore } from '@/lib/store'

/** True while the server no longer knows our sign-in: the page then offers to sign in again, in place. */
export const expiry = makeStore(false)

/** Signed in at least once in this tab: before that, a 401 leads to the sign-in page instead. */
let signedIn = false

export function markSignedIn() {
  signedIn = true
  expiry.set(false)
}

export function markExpired() {
  if (signedIn) expiry.set(true)
}

export function markSignedOut() {
  signedIn = false
  expiry.set(false)
}
