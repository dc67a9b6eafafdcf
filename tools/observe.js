// Runs before the page. Durations in ms, each to the paint after it.
window.measured = { interactions: [], keys: [], palette: [], firstText: [] }
;(() => {
  const { measured } = window
  const afterPaint = (tell) => requestAnimationFrame(() => setTimeout(tell))
  // Event Timing: from the press to the next paint, in steps of 8 ms.
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId } of list.getEntries()) {
      if (interactionId) measured.interactions.push(duration)
      if (interactionId && name === 'keydown') measured.keys.push(duration)
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })

  let asked
  addEventListener('keydown', (event) => {
    if (event.key === 'k' && event.ctrlKey) asked = event.timeStamp
  }, true)
  // The first piece of an answer, from the moment at which the page's reader has it.
  let arrived
  const { read } = ReadableStreamDefaultReader.prototype
  ReadableStreamDefaultReader.prototype.read = async function (...given) {
    const part = await read.apply(this, given)
    if (arrived === undefined && part.value instanceof Uint8Array && new TextDecoder().decode(part.value).includes('turn.delta'))
      arrived = performance.now()
    return part
  }
  new MutationObserver((changes) => {
    if (asked !== undefined && document.querySelector('[role=dialog][aria-label=Commands]')) {
      const since = asked
      asked = undefined
      afterPaint(() => measured.palette.push(performance.now() - since))
    }
    const inChat = changes.some(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest('article[aria-label=Assistant]'))
    if (arrived !== undefined && inChat && measured.firstText.length === 0) {
      const since = arrived
      measured.firstText.push(-1)
      afterPaint(() => (measured.firstText[0] = performance.now() - since))
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
})()
