// Runs before the page. Times in ms since the page began to load; durations to the paint after it.
window.measured = (() => {
  const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta']
  // Event Timing tells nothing quicker than this.
  const UNTOLD = 16
  const phases = []
  const presses = []
  const slowest = new Map()
  const shown = {}
  const watched = []
  let moved = 0
  const afterPaint = (tell) => requestAnimationFrame(() => setTimeout(tell))

  new PerformanceObserver((list) => {
    for (const { interactionId, duration, startTime } of list.getEntries()) {
      if (!interactionId) continue
      const held = slowest.get(interactionId)
      slowest.set(interactionId, { at: held?.at ?? startTime, duration: Math.max(duration, held?.duration ?? 0) })
    }
  }).observe({ type: 'event', durationThreshold: UNTOLD, buffered: true })
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) moved += value
  }).observe({ type: 'layout-shift', buffered: true })
  for (const kind of ['keydown', 'pointerdown']) {
    addEventListener(kind, (event) => {
      if (!event.isTrusted || MODIFIERS.includes(event.key)) return
      presses.push(event.timeStamp)
      for (const one of watched) one.since ??= event.timeStamp
    }, { capture: true, passive: true })
  }

  // The first piece of an answer, from the moment at which the page's reader has it.
  let arrived
  const { read } = ReadableStreamDefaultReader.prototype
  ReadableStreamDefaultReader.prototype.read = async function (...given) {
    const part = await read.apply(this, given)
    if (arrived === 'awaited' && typeof part.value === 'string' && part.value.includes('event: turn.delta'))
      arrived = performance.now()
    return part
  }
  const tell = (name, since) => afterPaint(() => (shown[name] ??= []).push(performance.now() - since))
  new MutationObserver((changes) => {
    for (const one of [...watched]) {
      if (one.since === undefined || !document.querySelector(one.selector)) continue
      watched.splice(watched.indexOf(one), 1)
      tell(one.name, one.since)
    }
    if (typeof arrived !== 'number') return
    if (changes.some(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest('article[aria-label]'))) {
      tell('first text', arrived)
      arrived = undefined
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })

  return {
    /** What is pressed from now on belongs to this. */
    begin: (name) => phases.push({ name, at: performance.now() }),
    /** From the next press to the paint that shows this. */
    watch: (name, selector) => watched.push({ name, selector, since: undefined }),
    awaitText: () => (arrived = 'awaited'),
    /** { phase: durations }, one for each press; what was too quick to be told counts as 16 ms. */
    collect: async () => {
      await new Promise((done) => afterPaint(() => setTimeout(done, 200)))
      const phaseOf = (at) => phases.findLast((phase) => phase.at <= at)?.name ?? 'before'
      const found = {}
      for (const { at, duration } of slowest.values()) (found[phaseOf(at)] ??= []).push(duration)
      const counted = {}
      for (const at of presses) counted[phaseOf(at)] = (counted[phaseOf(at)] ?? 0) + 1
      for (const [name, count] of Object.entries(counted)) {
        found[name] ??= []
        while (found[name].length < count) found[name].push(UNTOLD)
      }
      return { interactions: found, shown, moved }
    },
  }
})()
