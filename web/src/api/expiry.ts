import { makeStore } from '@/lib/store'

/** True while the server no longer knows our sign-in: the page then offers to sign in again, in place. */
export const expiry = makeStore(false)

/** Signed in at least once in this tab: before that, a 401 leads to the sign-in page instead. */
let signedIn = false
let signIns = 0

/** Which sign-in of this tab a request goes out under. */
export const currentSignIn = () => signIns

/** The server knows us: from now on a 401 means that the sign-in has ended. */
export function markKnown() {
  signedIn = true
}

export function markSignedIn() {
  signedIn = true
  signIns += 1
  expiry.set(false)
}

/** A refusal of what was sent under an earlier sign-in says nothing of this one. */
export function markExpired(under: number) {
  if (signedIn && under === signIns) expiry.set(true)
}

export function markSignedOut() {
  signedIn = false
  expiry.set(false)
}
