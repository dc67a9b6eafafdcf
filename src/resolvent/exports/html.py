"""A laid out record as one HTML file that holds all it needs: no script, no address of another place. Pure.

Its own policy stands in it as well: opened from a disk, no header comes along.
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from resolvent.exports.layout import Item, Page

STYLE: Final = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY: Final = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
TYPED: Final = "<pre>"
TOLD: Final = '<pre class="told">'
"""With its line ends, in the letters of the page."""
LEFT_OUT: Final = "Secrets are masked. Files are named, not contained."


def write_html(page: Page) -> str:
    return "\n".join(list_lines(page))


def list_lines(page: Page) -> Iterator[str]:
    title = escape(" ".join(page.title.split()))
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>Session: {title}</title>"
    yield f"<style>{STYLE}</style></head>"
    yield "<body><header>"
    yield f"<h1>Session: {title}</h1>"
    yield from list_pairs(page.pairs)
    yield '<nav aria-label="Contents"><ul>'
    for section in page.sections:
        yield f'<li><a href="#{section.anchor}">{section.title}</a></li>'
    yield "</ul></nav></header>"
    yield "<main>"
    for section in page.sections:
        yield f'<section id="{section.anchor}"><h2>{section.title}</h2>'
        if not section.items:
            yield f"<p>{section.empty}</p>"
        for item in section.items:
            yield from list_item(item)
        yield "</section>"
    yield "</main>"
    yield f"<footer>{LEFT_OUT}</footer></body></html>"
    yield ""


def list_item(item: Item) -> Iterator[str]:
    label = f'<span class="label">{item.label}</span>' if item.label else ""
    if title := " ".join(filter(None, [label, escape(item.line)])):
        yield f"<h3>{title}</h3>"
    yield from list_pairs(item.pairs)
    for text in item.texts:
        if text.name:
            yield f'<p class="name">{text.name}</p>'
        # A line break right behind the tag would be dropped.
        yield f"{TYPED if text.as_typed else TOLD}\n{escape(text.text)}</pre>"


def list_pairs(pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if pairs:
        yield "<dl>"
        for name, value in pairs:
            yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
        yield "</dl>"
