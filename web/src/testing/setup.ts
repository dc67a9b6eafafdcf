import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { belongTo } from '@/lib/owner'
import { ME } from './answers'

// Generous: two cores may be shared by many.
configure({ asyncUtilTimeout: 10_000 })

// jsdom has no layout: everything has one size, and the observers that measure it never fire.
class Still {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: Still, IntersectionObserver: Still })
Object.defineProperties(HTMLElement.prototype, { clientHeight: { value: 800 }, clientWidth: { value: 1024 } })
// The script editor measures its text.
Object.assign(Range.prototype, { getClientRects: () => [], getBoundingClientRect: () => new DOMRect() })
Object.assign(window, {
  scrollTo: () => undefined,
  matchMedia: (media: string) => Object.assign(new EventTarget(), { matches: false, media, onchange: null }),
})
Object.assign(Element.prototype, { scrollIntoView: () => undefined, getAnimations: () => [] })

// Whoever a test signs in has been here before.
beforeEach(() => belongTo(ME.user_id))
afterEach(() => {
  cleanup()
  window.localStorage.clear()
})
