"""What an export is written as: all of the record and none of its secrets, whatever its texts try."""

import html.parser
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from resolvent.exports.clearing import clear
from resolvent.exports.endpoints import WRITERS, Format, file_name
from resolvent.exports.html import POLICY, STYLE, write_html
from resolvent.exports.layout import lay_out
from resolvent.exports.markdown import write_markdown
from resolvent.exports.record import SessionRecord
from resolvent.exports.timeline import with_timeline
from resolvent.masking import MASK
from tests.exports.records import a_record
from tests.security.test_injection import rows
from tests.test_masking import FORMS, HARD, KEY, LONG

ONCE = re.compile(
    r"(facts\.text|checks\.(title|command|why|result)|fixes\.(title|rationale|dismiss_reason|drafted_script|edited_script"
    r"|partial_notes|failure_reason|outcome_notes|drafted_parameters.*)|scripts\.(template|script|parameters.*)"
    r"|scripts\.warnings\.message|notes\.(text|note_id|error|skipped_reason)|escalations\.question|handovers\.questions"
    r"|attachments\.name|ticket_changes\.(text|changes)|conversation\.text|session\.problem|ticket\.description)$"
)
BREAKERS = [
    "```\n# Not a heading\n```",
    "~~~~\n<script>window.caught = 1</script>\n~~~~",
    "````````\n</pre></section><img src=https://collect.example/a.png onerror=alert(1)>",
    "</style></title><script src=//collect.example/x.js></script>",
    "[a](javascript:alert(1)) ![b](https://collect.example/b.png) <https://collect.example>",
    "\n=====\n\n    code\n\n| a | b |\n|---|---|\n- [ ] task\n[ref]: https://collect.example",
    "a & b &lt; &#60; \"quoted\" 'single' ##",
    "line\r\nline\rline\u2028line\x0bline",
    "\u202egnp.exe \u200bwide\u2066 \x1b[31m",
]
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "dl", "dt", "dd", "nav", "ul", "li", "a", "main",
    "section", "h2", "h3", "span", "p", "pre", "footer",
}  # fmt: skip


class Reader(html.parser.HTMLParser):
    """Tags, attributes, and what stands in each `pre`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._inside = tag
        if tag == "pre":
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "pre":
            # As browsers do.
            self.texts[-1] = self.texts[-1].removeprefix("\n")

    def handle_data(self, data: str) -> None:
        if self._inside == "pre":
            self.texts[-1] += data


def fences_of(markdown: str) -> list[str]:
    return [one.content.removesuffix("\n") for one in MarkdownIt("commonmark").parse(markdown) if one.type == "fence"]


def kinds_of(markdown: str) -> set[str]:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    return {one.type for token in tokens for one in [token, *(token.children or [])]}


def marked(behind: str = "") -> tuple[dict[str, str], Callable[[str], str]]:
    """Each text has a word of its own."""
    words: dict[str, str] = {}

    def make(path: str) -> str:
        words[path] = f"word{len(words)}x"
        return f"{words[path]} {behind}".strip()

    return words, make


@pytest.mark.parametrize("form", Format)
def test_every_text_stands_once_in_every_form(form: Format) -> None:
    words, make = marked()
    written = WRITERS[form](with_timeline(clear(a_record(make), [])))
    wanted = {path: word for path, word in words.items() if ONCE.match(path)}
    assert len(wanted) >= 30
    assert {path: written.count(word) for path, word in wanted.items()} == dict.fromkeys(wanted, 1)


@pytest.mark.parametrize("secret", [HARD, "Winter2026!", "Ünïcödé-€uro", LONG, KEY])
@pytest.mark.parametrize("form", FORMS)
def test_a_known_secret_stands_in_no_text_of_no_form(form: str, secret: str) -> None:
    spelled = FORMS[form](secret)
    words, make = marked(f"says {spelled} here")
    record = with_timeline(clear(a_record(make), [secret]))
    for write in WRITERS.values():
        written = write(record)
        assert spelled not in written
        assert secret not in written
        assert json.dumps(secret)[1:-1] not in written
        assert [path for path, word in words.items() if ONCE.match(path) and word not in written] == []
    assert record.facts[0].text.endswith(f"{MASK} here") or MASK in record.facts[0].text


def test_what_reads_like_a_secret_and_its_name_are_enough() -> None:
    token = "ghp_" + "Ab1Cd2" * 6
    _, make = marked(f"the password is Tanne-Blau-77, token {token}")
    record = a_record(make)
    values = {
        "AdminPassword": "kestrel7731",
        "Pin": 4711,
        "Codes": ["a"],
        "db": {"password": ["kestrel7731"]},
        "Ok": True,
    }
    made = record.scripts[0].model_copy(update={"parameters": values})
    cleared = clear(record.model_copy(update={"scripts": [made]}), ["4711"])
    assert cleared.scripts[0].parameters == {
        "AdminPassword": MASK, "Pin": MASK, "Codes": ["a"], "db": {"password": [MASK]}, "Ok": True,
    }  # fmt: skip
    for write in WRITERS.values():
        written = write(with_timeline(cleared))
        assert [one for one in ("Tanne-Blau-77", token, "kestrel7731", "4711") if one in written] == []


def test_signs_without_room_hide_no_secret() -> None:
    _, make = marked("Winter\u200b20\u00ad26!")
    for write in WRITERS.values():
        assert "Winter" not in write(with_timeline(clear(a_record(make), ["Winter2026!"])))


HOSTILE = [*BREAKERS, *(str(row["text"]) for row in rows())]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    _, make = marked(text)
    record = with_timeline(clear(a_record(make), []))
    check_html(record)
    check_markdown(record)
    assert SessionRecord.model_validate_json(WRITERS[Format.JSON](record)) == record


def check_html(record: SessionRecord) -> None:
    read = Reader(write_html(lay_out(record)))
    assert read.tags <= ALLOWED
    names = {name for name, _ in read.attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "aria-label"}
    assert all(str(value).startswith("#") for name, value in read.attributes if name == "href")
    assert record.facts[0].text in read.texts
    assert record.conversation[0].text in read.texts


def check_markdown(record: SessionRecord) -> None:
    markdown = write_markdown(lay_out(record))
    fences = fences_of(markdown)
    assert record.facts[0].text in fences
    assert record.conversation[0].text in fences
    kinds = kinds_of(markdown)
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "table_open",
        "s_open",
        "em_open",
        "code_block",
    }
    headings = re.findall(r"<h[12]>", MarkdownIt("commonmark").render(markdown))
    assert len(headings) == 1 + len(lay_out(record).sections)


@given(st.text(min_size=1, max_size=200), st.text(max_size=60))
@example("`" * 40 + "\n" + "`" * 12, "#")
@example("a\n````\n- b", "x ## #")
def test_any_text_is_read_back_as_it_was(text: str, line: str) -> None:
    record = clear(a_record(lambda path: f"{line}." if path == "checks.title" else f"{text}."), [])
    record = with_timeline(record)
    check_html(record)
    check_markdown(record)


def test_what_people_tell_is_set_as_text_and_what_machines_print_as_typed() -> None:
    words, make = marked()
    page = write_html(lay_out(clear(a_record(make), [])))
    told = [path for path, word in words.items() if f'<pre class="told">\n{word}' in page]
    typed = [path for path, word in words.items() if f"<pre>\n{word}" in page]
    assert {"facts.text", "session.problem", "notes.text", "fixes.rationale"} <= set(told)
    assert {"checks.command", "checks.result", "scripts.script", "conversation.text"} <= set(typed)


def test_the_html_file_lets_nothing_in() -> None:
    _, make = marked()
    page = write_html(lay_out(with_timeline(clear(a_record(make), []))))
    assert f'content="{POLICY}"'.replace("'", "&#x27;") in page
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in STYLE
    assert "url(" not in STYLE


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("48213", "session-48213.md"),
        ('T 1/../../x"; a=b\r\n', "session-T-1-x-a-b.md"),
        ("********", "session-00000009.md"),
        ("Ünï", "session-n.md"),
    ],
)
def test_a_file_name_is_safe(number: str, name: str) -> None:
    record = a_record(lambda path: number if path == "ticket.number" else "x")
    assert file_name(record, Format.MARKDOWN) == name
