"""The pictures of README and docs: `python tools/screenshots.py` plays a ticket through the API of a fresh instance on
the embedded database, and writes what the page shows into docs/images, in light and dark.
"""

import asyncio
import base64
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

sys.path.insert(0, str(Path(__file__).parent))
from png import encode

from resolvent.demo.api import Api
from resolvent.demo.play import instance

IMAGES = Path(__file__).resolve().parent.parent / "docs/images"
CHROMIUM = Path("/usr/bin/chromium")
SIZE = {"width": 1280, "height": 800}
TICKETS = (
    ("Nobody at the front desk can print", "Since this morning nothing prints at reception. Jobs go into the queue on PRN-01 and just sit there.\nWe restarted the printer twice. Guests are waiting for their papers.", "Harbour Hotel", "Maria Lindqvist", "PRN-01"),
    ("Outlook keeps asking for my password", "Again and again since I changed it on Monday. Webmail works with the new one.", "Northwind Logistics", "Tom Berger", "LT-2207"),
    ("Locked out for the third time today", "I type the right password. Please find out why.", "Brightwater Dental", "Aisha Khan", "WS-014"),
    ("No internet on the second floor", "All five of us are offline. The first floor is fine.", "Keller & Sons", "Paul Keller", None),
    ("VPN does not connect from home", "Since yesterday evening. Internet at home works.", "Northwind Logistics", "Elena Petrova", "LT-2231"),
    ("Drive C: is full on the accounting server", "SRV-ACC has less than 1 GB left, and the booking program stops.", "Keller & Sons", "Ida Keller", "SRV-ACC"),
)  # fmt: skip
ASKED = "Nothing prints at reception since this morning. Jobs stay in the queue on PRN-01."
FOUND = "Status   Name               DisplayName\n------   ----               -----------\nStopped  Spooler            Print Spooler"
TO_RGBA = """async text => {
    const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}))
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const {data} = context.getImageData(0, 0, image.width, image.height)
    const blob = new Blob([data])
    const url = await new Promise(done => { const reader = new FileReader()
        reader.onload = () => done(reader.result); reader.readAsDataURL(blob) })
    return [image.width, image.height, url.slice(url.indexOf(',') + 1)]
}"""


@dataclass(frozen=True)
class Picture:
    name: str
    address: str
    """With `{session}` and `{fix}`."""
    shows: str
    """Text that stands on the page when it is complete."""
    scroll_to: str | None = None
    """The id of what should be in view."""


PICTURES = (
    Picture("sessions", "/sessions", "Drive C: is full on the accounting server"),
    Picture("session", "/pilot/{session}", "Suggested fix"),
    Picture("fix", "/pilot/{session}?panel=template&fix={fix}", "Generate", "fix-panel"),
    Picture("note", "/pilot/{session}?preview=resolve", "Confirm & post"),
    Picture("library", "/scripts", "Scripts"),
)


def play(api: Api) -> dict[str, str]:
    """An engineer's morning: six tickets, one of them as far as a fix that worked."""
    connection = next(one["id"] for one in api.call("GET", "/connections")["items"] if one["provider"] == "local")
    sessions = []
    for summary, description, company, contact, device in reversed(TICKETS):
        wish = {
            "summary": summary,
            "description": description,
            "company": company,
            "contact": contact,
            "device": device,
        }
        ticket = api.call("POST", "/desk/tickets", wish)
        pick = {"connection_id": connection, "ticket_id": ticket["id"]}
        sessions.append(api.call("POST", "/ai-sessions", {"ticket": pick})["id"])
    conclude(api, sessions[1], "escalation-package")
    conclude(api, sessions[4], "resolution-note")
    session = sessions[-1]
    api.say(session, ASKED)
    whole, _ = api.say(session, FOUND)
    path = f"/ai-sessions/{session}"
    api.call("POST", f"{path}/facts", {"text": "The printer was restarted twice, without effect"})
    for fact in whole["facts"]:
        if fact["status"] == "proposed":
            api.call("PATCH", f"{path}/facts/{fact['id']}", {"status": "confirmed", "version": fact["version"]})
    return {"session": session, "fix": whole["active_fix"]["id"]}


def conclude(api: Api, session: str, note: str) -> None:
    path = f"/ai-sessions/{session}"
    preview = api.call("POST", f"{path}/{note}/preview", {})
    found = [one["id"] for one in preview["grounding"]["findings"]]
    api.call("POST", f"{path}/{note}/post", {"state_version": preview["state_version"], "acknowledge": found})


def finish(api: Api, ids: dict[str, str]) -> None:
    """The fix is run and works: what the note is about."""
    fix = f"/ai-sessions/{ids['session']}/suggested-fixes/{ids['fix']}"
    api.call("POST", f"{fix}/apply")
    api.call("PATCH", f"{fix}/outcome", {"outcome": "applied_success"})


async def take(page: Page, picture: Picture, address: str) -> dict[str, bytes]:
    """The PNG of each theme, as the browser writes it."""
    await page.goto(address)
    await expect(page.get_by_text(picture.shows).first).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    if picture.scroll_to:
        await page.locator(f"#{picture.scroll_to}").evaluate("one => one.scrollIntoView({block: 'end'})")
    taken = {}
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        await page.mouse.move(0, SIZE["height"] - 1)
        taken[theme] = await page.screenshot(animations="disabled", caret="hide")
    return taken


async def shrink(page: Page, png: bytes) -> bytes:
    width, height, pixels = await page.evaluate(TO_RGBA, base64.b64encode(png).decode())
    return encode(width, height, base64.b64decode(pixels))


async def photograph(browser: Browser, address: str, cookies: Sequence[Any], api: Api, ids: dict[str, str]) -> None:
    context = await browser.new_context(base_url=address, viewport={"width": SIZE["width"], "height": SIZE["height"]})
    await context.add_cookies([{"name": one.name, "value": one.value or "", "url": address} for one in cookies])
    page, blank = await context.new_page(), await (await browser.new_context()).new_page()
    for picture in PICTURES:
        if picture.name == "note":
            finish(api, ids)
        for theme, png in (await take(page, picture, picture.address.format_map(ids))).items():
            file = IMAGES / f"{picture.name}-{theme}.png"
            file.write_bytes(await shrink(blank, png))
            sys.stdout.write(f"{file.name:24} {len(png) / 1000:6.0f} kB → {file.stat().st_size / 1000:4.0f} kB\n")


async def run(address: str, api: Api) -> None:
    ids = play(api)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        await photograph(browser, address, api.cookies(), api, ids)
        await browser.close()


def main() -> None:
    if not CHROMIUM.exists():
        sys.exit(f"{CHROMIUM} is needed (Debian: chromium).")
    with tempfile.TemporaryDirectory(prefix="resolvent-pictures-") as folder:
        Path(folder).chmod(0o711)  # the embedded database's own user passes through
        with instance(Path(folder)) as (address, token):
            api = Api(address)
            api.sign_in(token)
            asyncio.run(run(address, api))
            api.close()


if __name__ == "__main__":
    main()
