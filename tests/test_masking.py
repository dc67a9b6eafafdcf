"""A known secret is found in every form in which it may come back, and nothing else is touched."""

import base64
import html
import json
import re
import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.masking import MASK, StreamMask, mask_deep, mask_values

HARD = "P'w\"$1`é&x y%z\\q-9<"
LONG = f"C:\\new {HARD * 4} end"
KEY = "MIIEvQ/+-----\n" + "\n".join(f"{number:064d}aBcDeF" for number in range(40)) + "\n=end"

FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "PowerShell, single quotes": lambda v: v.replace("'", "''"),
    "PowerShell, double quotes": lambda v: v.replace("`", "``").replace('"', '`"').replace("$", "`$"),
    "bash, single quotes": lambda v: v.replace("'", "'\\''"),
    "bash, as shlex": shlex.quote,
    "bash, double quotes": lambda v: "".join("\\" + c if c in '"$`\\' else c for c in v),
    "bash, bare": lambda v: "".join(c if c.isalnum() else "\\" + c for c in v),
    "cmd": lambda v: "".join("^" + c if c in '&|<>^"' else c for c in v).replace("%", "%%"),
    "Python": lambda v: repr(v)[1:-1],
    "JSON": lambda v: json.dumps(v)[1:-1],
    "JSON, Unicode": lambda v: json.dumps(v, ensure_ascii=False)[1:-1],
    "JSON in JSON": lambda v: json.dumps(json.dumps(v))[1:-1],
    "HTML": html.escape,
    "HTML in HTML": lambda v: html.escape(html.escape(v)),
    "URL": quote,
    "URL, every character": lambda v: quote(v, safe=""),
    "URL, lower case": lambda v: quote(v, safe="").replace("%C3%A9", "%c3%a9").replace("%3C", "%3c"),
    "URL in URL": lambda v: quote(quote(v, safe=""), safe=""),
    "form": quote_plus,
    "SQL": lambda v: v.replace('"', '""').replace("'", "''"),
    "typeset": lambda v: v.replace("'", "’").replace('"', "”").replace("-", "–"),
    "hexadecimal": lambda v: v.encode().hex(),
    "hexadecimal, UTF-16": lambda v: v.encode("utf-16-le").hex(" ").upper(),
    "C escapes": lambda v: "".join(f"\\x{byte:02x}" for byte in v.encode()),
    "base64, URL alphabet": lambda v: base64.urlsafe_b64encode(v.encode()).decode(),
    "base64, wrapped": lambda v: base64.encodebytes(v.encode() * 8).decode().strip(),
}


def encoded(value: str, encoding: str, before: int) -> str:
    return base64.b64encode(b"x" * before + value.encode(encoding) + b"tail").decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "secret", [HARD, "Winter2026!", "correct horse battery", "Ünïcödé-€uro", "x" * 40, "1234", LONG, KEY]
)
def test_every_form_is_masked(form: str, secret: str) -> None:
    written = FORMS[form](secret)
    masked = mask_values(f"The line says {written} here.", [secret])
    assert re.fullmatch(rf"The line says ['\"\\]*(?:\\x)?{re.escape(MASK)}['\"\\]* here\.", masked), masked


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("secret", [HARD, "Winter2026!", "1234", LONG, KEY])
def test_base64_is_masked_wherever_it_begins(encoding: str, before: int, secret: str) -> None:
    assert mask_values(f"-EncodedCommand {encoded(secret, encoding, before)} -X", [secret]) == (
        f"-EncodedCommand {MASK} -X"
    )


@given(
    st.text(min_size=4, max_size=30).filter(lambda v: v.strip() and v.strip("*")),
    st.text(max_size=40),
    st.text(max_size=40),
)
def test_a_secret_never_stays_and_masking_twice_is_masking_once(secret: str, before: str, behind: str) -> None:
    masked = mask_values(before + secret + behind, [secret])
    assert secret not in masked.replace(MASK, "\0")
    assert mask_values(masked, [secret]) == masked


@given(st.text("abcdef \n'\"", max_size=80))
def test_a_text_without_the_secret_is_left_as_it_is(text: str) -> None:
    assert mask_values(text, ["Winter2026!", "zz top"]) == text
    assert mask_values(text, []) == text


def test_a_secret_that_ends_within_a_run_of_codes_is_masked_with_the_run() -> None:
    assert mask_values("x=a%C3%A9cd%27%27;", ["aécd'"]) == f"x={MASK};"
    assert mask_values("x=%26%26aécd;", ["&aécd"]) == f"x={MASK};"


def test_overlapping_secrets_leave_nothing_of_either() -> None:
    assert mask_values("a Summer2026!x b", ["Summer2026", "2026!x"]) == f"a {MASK} b"
    assert mask_values("a Summer2026! b", ["Summer", "Summer2026!"]) == f"a {MASK} b"
    assert mask_values("<ababab>", ["abab"]) == f"<{MASK}>"


@pytest.mark.parametrize("given", [" Winter2026!\n", '"Winter2026!"', "‘ Winter2026! ’"])
def test_what_was_pasted_with_blanks_or_quotes_is_found_without_them(given: str) -> None:
    assert mask_values("It is Winter2026!, not 'Winter2025!'.", [given]) == f"It is {MASK}, not 'Winter2025!'."
    assert mask_values(given, [given]).strip() == MASK
    assert mask_values("x='ab', ab", ["'ab'"]) == f"x={MASK}, ab"


def test_a_long_secret_is_found_however_its_lines_were_set() -> None:
    lines = "".join(f"> {line}\r\n" for line in KEY.splitlines())
    assert mask_values(f"See:\n{lines}Thanks", [KEY]) == f"See:\n> {MASK}\r\nThanks"
    assert mask_values(f"a {KEY[:-9]} b {KEY[9:]}", [KEY]) == f"a {KEY[:-9]} b {KEY[9:]}"


def test_a_long_secret_without_letters_is_found_as_it_stands() -> None:
    signs = "€-/" * 40
    assert mask_values(f"a {signs} b {signs[:-1]}", [signs]) == f"a {MASK} b {signs[:-1]}"


@pytest.mark.parametrize(
    ("secret", "text", "masked"),
    [
        ("42", "PIN 42, not 142 or 420", f"PIN {MASK}, not 142 or 420"),
        ("abc", "abc abcd", f"{MASK} abcd"),
        ("   ", "a   b", "a   b"),
        ("****", f"said {MASK}", f"said {MASK}"),
        ("", "nothing", "nothing"),
    ],
)
def test_short_and_empty_secrets(secret: str, text: str, masked: str) -> None:
    assert mask_values(text, [secret]) == masked


@pytest.mark.parametrize("run", ["\\", "%", "€", "'`\"", "\n", "- ", "&", " +", "^`"])
def test_no_text_makes_the_search_try_for_ever(run: str) -> None:
    began = time.monotonic()
    for times in (5, 20, 40):
        mask_values((run * 200 + "y") * 20, [run * times + "x"])
    assert time.monotonic() - began < 5


@dataclass(frozen=True)
class Inner:
    text: str
    number: int


def test_structures_are_masked_whole() -> None:
    value = {"Winter2026!": ["a Winter2026!", 1, None], "in": (Inner("Winter2026!", 2),)}
    assert mask_deep(value, ["Winter2026!"]) == {MASK: [f"a {MASK}", 1, None], "in": (Inner(MASK, 2),)}
    assert mask_deep(value, []) is value


@given(
    st.lists(
        st.sampled_from(["Winter", "2026!", "Winter2026!", "V2ludGVyMjAyNiE=", " and ", "W", "so ", "\\", "'"]),
        max_size=40,
    ),
    st.integers(1, 9),
)
def test_a_stream_shows_no_more_than_the_whole_text_masked(parts: list[str], size: int) -> None:
    text = "".join(parts)
    stream = StreamMask(["Winter2026!"])
    shown = [stream.feed(text[at : at + size]) for at in range(0, len(text), size)]
    whole = "".join([*shown, stream.close()])
    assert "Winter2026!" not in whole
    assert "V2ludGVyMjAyNiE" not in whole
    assert whole.replace(MASK, "") == mask_values(text, ["Winter2026!"]).replace(MASK, "")


@pytest.mark.parametrize("size", [1, 7, 400])
def test_a_stream_waits_for_the_end_of_a_long_secret_and_for_nothing_else(size: int) -> None:
    stream = StreamMask([KEY])
    text = f"Use {KEY} for it. {'And so on. ' * 200}"
    shown = [stream.feed(text[at : at + size]) for at in range(0, len(text), size)]
    assert "".join(shown).startswith(f"Use {MASK} for it. And so on."), "before the stream is closed"
    assert "".join([*shown, stream.close()]) == text.replace(KEY, MASK)


def test_a_stream_learns_a_secret_on_its_way() -> None:
    stream = StreamMask(["Winter2026!"])
    shown = stream.feed("It is Summer")
    stream.learn(["Summer2027!"])
    assert shown + stream.feed("2027! or Winter2026!") + stream.close() == f"It is {MASK} or {MASK}"


def test_a_stream_without_secrets_holds_nothing_back() -> None:
    stream = StreamMask(())
    assert [stream.feed("a"), stream.feed("b"), stream.close()] == ["a", "b", ""]
