import { local } from './local'

const OWNER = 'owner'
/** How somebody likes the page, and marks of what was seen: nothing that was typed or shown. */
const STAYS = /^resolvent\.(?:theme|density|lane|lane-width|section\..+|single-keys|send-key|answer-scroll|keys\..+|read\..+|given-up\..+)$/

/** Leaves the page for another one, and with it all that the tab knows. */
export const page = { open: (path: string) => window.location.assign(path) }

let mine: string | undefined

/** All that was typed into this browser and all titles that it remembers. */
export function forget() {
  mine = undefined
  try {
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(local.key('')) && !STAYS.test(key)) window.localStorage.removeItem(key)
    }
  } catch {
    // Then there is nothing.
  }
}

/** From here on this user's: what another left is forgotten. */
export function belongTo(userId: string) {
  if (local.read(OWNER) !== userId) forget()
  local.write(OWNER, userId)
  mine = userId
}

// Another tab signed somebody else in: what this one shows is not theirs, and what it would send is not from them.
window.addEventListener('storage', ({ key, newValue }) => {
  if (key === local.key(OWNER) && newValue && mine !== undefined && newValue !== mine) page.open('/sessions')
})
