"""Every component in every state: drawn without a word on the console, and by axe's measure for everybody.

The gallery is a build of its own, with the development build of React. With RESOLVENT_GALLERY_SHOTS=FOLDER each story
is kept there as a picture.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, ViewportSize, expect

from resolvent.ui import WEB_DIST, mount_ui
from tests.conftest import running
from tests.e2e.axe import Look, find_violations
from tests.e2e.gallery import COMPONENTS, EXCEPTIONS, build_gallery, exported_components

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("RESOLVENT_GALLERY_SHOTS")
GROUPS = [
    "controls", "states", "text", "overlays", "shell", "sessions", "chat", "offline", "ticket",
    "lane", "fixes", "notes", "scripts", "builder", "playbooks", "desk", "escalations", "search", "insights", "map", "settings", "account", "models",
]  # fmt: skip
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=800)
FORESEEN = (
    # The router says so of a story's refusal.
    "Warning: Error in route match",
    # The drawing learns after its first render that a line may end at any side; it is drawn then.
    "React Flow.*Couldn't create edge for target handle",
)
"""What the development builds of libraries say, and no other build."""
AT_ONCE = 3
LOOKS: dict[str, tuple[Look, ...]] = {"comfortable": ("light", "dark"), "compact": ("compact",)}
LOOK = """density => {
    localStorage.setItem('resolvent.density', density)
    dispatchEvent(new StorageEvent('storage', {key: 'resolvent.density'}))
}"""
STORIES = """group => [...document.querySelectorAll(`section[aria-label="${group}"] a`)]
    .map(one => [one.getAttribute('href'), one.dataset.narrow === 'true'])"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gallery(tmp_path_factory.mktemp("gallery"))


@pytest.fixture(scope="module")
def drawn() -> set[str]:
    """Components that any story of this run has drawn."""
    return set()


@pytest.fixture
async def base_url(built: Path) -> AsyncIterator[str]:
    """The product's own way of serving a page, with its content security policy; no API."""
    app = FastAPI(docs_url=None, openapi_url=None)
    mount_ui(app, "", built)
    async with running(app) as url:
        yield url


@pytest.mark.troubles(*FORESEEN)
@pytest.mark.parametrize("group", GROUPS)
async def test_every_story_of(group: str, page: Page, drawn: set[str]) -> None:
    await page.goto("/__gallery")
    await page.wait_for_selector("html[data-story=ready]")
    stories: list[tuple[str, bool]] = await page.evaluate(STORIES, group)
    assert stories, f"no story in {group}"
    todo = iter(stories)
    found: list[str] = []
    browser = page.context.browser
    assert browser is not None

    async def walk() -> None:
        # A context of its own: each story begins with an empty storage.
        context = await browser.new_context()
        own = await context.new_page()
        for path, narrow in todo:
            await own.set_viewport_size(NARROW if narrow else WIDE)
            found.extend(f"{path}: {told}" for told in await judge(own, path, drawn))
        await context.close()

    await asyncio.gather(*(walk() for _ in range(AT_ONCE)))
    assert sorted(found) == []


@pytest.mark.parametrize("width", [320, 390])
async def test_a_message_with_two_buttons_covers_nothing_of_the_page_on_a_phone(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 700})
    await page.goto("/__gallery/shell/a-message-with-two-buttons-on-a-phone")
    await page.wait_for_selector("html[data-story=ready]")
    said, heading = page.locator("[data-sonner-toast]"), page.get_by_role("heading", name="Sessions", level=1)
    await expect(said.get_by_role("button", name="Set again")).to_be_visible()
    top, bottom = await heading.bounding_box(), await said.bounding_box()
    assert top
    assert bottom
    assert top["y"] >= bottom["y"] + bottom["height"]
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight"), (
        "the page itself scrolls by itself"
    )


async def judge(page: Page, path: str, drawn: set[str]) -> list[str]:
    """What is wrong with one story."""
    await page.goto(path)
    await page.wait_for_selector("html[data-story]")
    state = await page.get_attribute("html", "data-story")
    found = [] if state == "ready" else [str(state)]
    drawn.update(await page.evaluate("componentsOf()"))
    for density, looks in LOOKS.items():
        await page.evaluate(LOOK, density)
        found += [f"{density} {told}" for told in await find_violations(page, looks)]
        if SHOTS:
            await keep(page, path, density)
    return found


async def keep(page: Page, path: str, density: str) -> None:
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        name = f"{path.removeprefix('/__gallery/').replace('/', '--')}--{density}-{scheme}.png"
        await page.screenshot(path=Path(SHOTS or "") / name)


async def test_the_list_of_groups_is_whole(page: Page) -> None:
    await page.goto("/__gallery")
    await page.wait_for_selector("html[data-story=ready]")
    assert await page.locator("section").evaluate_all("all => all.map(one => one.ariaLabel)") == GROUPS


def test_every_component_has_a_story(drawn: set[str]) -> None:
    """Those of `ui/`, and those that the design names: drawn by a story of this module's run, not only listed."""
    if not drawn:
        pytest.skip("runs after the stories, in the same process")
    there = exported_components()
    wanted = {name for name, path in there.items() if path.startswith("ui/")} | (COMPONENTS & there.keys())
    assert wanted - drawn - EXCEPTIONS.keys() == set()


def test_no_gallery_in_the_product() -> None:
    """Neither its code nor its fixtures are in what is built into the wheel."""
    if not (WEB_DIST / "index.html").exists():
        pytest.skip("needs the built page (make ui)")
    texts = [file.read_text() for file in WEB_DIST.rglob("*") if file.suffix in {".js", ".html", ".css"}]
    assert len(texts) > 10
    assert [
        text[:60] for text in texts if re.search(r"__gallery|No story foresees|rv-gallery|mockServiceWorker", text)
    ] == []


async def test_the_gallery_is_what_it_looks_for(built: Path) -> None:
    """The words that the test above must not find are in the gallery's own build."""
    files = await asyncio.to_thread(lambda: list(built.rglob("*.js")))
    assert any("No story foresees" in file.read_text() and "__gallery" in file.read_text() for file in files)
