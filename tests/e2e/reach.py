"""What is cut off or out of reach at 320 px and at 200 % of 1280 px.

A table or a drawing may scroll sideways in a frame of its own; the page never does.
"""

from playwright.async_api import Page

from tests.e2e.axe import SETTLED
from tests.e2e.test_narrow import SIDEWAYS

WINDOWS = ((320, 640), (640, 400))
CUT_OFF = """() => {
    const scrolls = one => one && one !== document.documentElement && (
        ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth || scrolls(one.parentElement))
    const own = '[class*=sr-only], pre, .cm-scroller, .react-flow, [aria-hidden=true], [data-base-ui-focus-guard]'
    return [...document.querySelectorAll('body *')]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(own))
        .filter(one => { const {left, right, width} = one.getBoundingClientRect(); return width > 1 && (right > innerWidth + 1 || left < -1) })
        .filter(one => !scrolls(one.parentElement) && getComputedStyle(one).position !== 'absolute')
        .map(one => `cut off: ${one.outerHTML.slice(0, 160)}`)
}"""
WINDOW_SCROLLS = "document.querySelector('nav') !== null && document.documentElement.scrollHeight > innerHeight"
"""Beside the places a page scrolls in its own region; sign-in alone scrolls as a whole."""
OUT_OF_REACH = """() => {
    const layers = [...document.querySelectorAll(':is([role=dialog], [role=menu], section.fixed):not([data-closed])')].filter(one => one.checkVisibility())
    const layer = layers.at(-1) ?? document.body
    const name = one => one.ariaLabel || one.innerText || one.id || one.outerHTML.slice(0, 80)
    return [...layer.querySelectorAll('button, a[href], input, select, textarea, [role^=menuitem]')]
        .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !one.disabled)
        .filter(one => !one.closest('[class*=sr-only], .react-flow, [inert], [data-sonner-toast], [aria-hidden=true]') && !one.matches('.sr-only, .-top-20'))
        .filter(one => one.getClientRects().length > 0 && one.getBoundingClientRect().width > 1)
        .filter(one => {
            one.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})
            // A link over two lines has a middle that is beside it.
            const {left, top, width, height} = one.getClientRects()[0]
            const there = document.elementFromPoint(left + width / 2, top + height / 2)
            const label = one.labels?.[0]
            return !there || !(one.contains(there) || there.contains(one) && there.matches('label, summary, button, a') || label?.contains(there) || there.closest('tr, li')?.contains(one))
        })
        .map(one => `out of reach: ${name(one)}`)
}"""


async def find_out_of_reach(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in either window."""
    found: list[str] = []
    for width, height in WINDOWS:
        await page.set_viewport_size({"width": width, "height": height})
        await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        await page.evaluate(SETTLED)
        wrong = ["scrolls sideways"] if await page.evaluate(SIDEWAYS) else []
        wrong += ["the window scrolls, not the page in it"] if await page.evaluate(WINDOW_SCROLLS) else []
        wrong += [*await page.evaluate(CUT_OFF), *await page.evaluate(OUT_OF_REACH)]
        found += [f"{width} px: {told}" for told in wrong]
    await page.set_viewport_size({"width": 1366, "height": 768})
    return found
