import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// jsdom has no layout: the observers that measure it never fire.
class Still {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: Still, IntersectionObserver: Still })
Object.assign(window, {
  matchMedia: (media: string) => Object.assign(new EventTarget(), { matches: false, media, onchange: null }),
})
Object.assign(Element.prototype, { scrollIntoView: () => undefined, getAnimations: () => [] })

afterEach(() => {
  cleanup()
  window.localStorage.clear()
})
