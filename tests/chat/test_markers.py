"""The marker parser: what the reader sees, what takes effect, and that no cut of the stream changes either."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.chat.blocks import Check, Fact, FixOutcome, SuggestFix, effective
from resolvent.chat.markers import MAX_BLOCK, MarkerParser

NONCE = "9f3c51d20a7be864"
FIX = {"title": "Restart the spooler", "rationale": "It stopped.", "confidence": 82}
BODIES: dict[str, dict[str, Any]] = {
    "SUGGEST_FIX": FIX,
    "FIX_OUTCOME": {"outcome": "applied_failed", "failure_reason": "Still stopped"},
    "FACT": {"text": "Event 7031 appears 4 times", "source": "log"},
    "CHECK": {"title": "Is the spooler running?", "command": "Get-Service Spooler"},
}


def block(name: str, body: object, *, nonce: str | None = NONCE, close: bool = True) -> str:
    tag = name if nonce is None else f"{name}:{nonce}"
    return f"[{tag}]{json.dumps(body)}" + (f"[/{name}]" if close else "")


def read(text: str, nonce: str | None = NONCE, size: int | None = None) -> tuple[str, MarkerParser]:
    parser = MarkerParser(nonce)
    pieces = [text[at : at + size] for at in range(0, len(text), size)] if size else [text]
    seen = "".join(parser.feed(piece) for piece in pieces)
    return seen + parser.close(), parser


def outcome_of(text: str, size: int | None = None) -> tuple[object, ...]:
    seen, parser = read(text, size=size)
    return seen, parser.blocks, parser.malformed, parser.unnonced


def only(text: str) -> Any:
    seen, parser = read(text)
    assert (seen, parser.malformed, len(parser.blocks)) == ("", 0, 1)
    return parser.blocks[0]


def test_each_kind_of_block_becomes_its_event() -> None:
    text = "Hello.\n" + "\n".join(block(name, body) for name, body in BODIES.items()) + "\nBye."
    seen, parser = read(text)
    assert seen == "Hello.\nBye."
    assert parser.blocks == [
        SuggestFix(title="Restart the spooler", rationale="It stopped.", confidence=82),
        FixOutcome(outcome="applied_failed", failure_reason="Still stopped"),
        Fact(text="Event 7031 appears 4 times", source="log"),
        Check(title="Is the spooler running?", command="Get-Service Spooler"),
    ]
    assert (parser.malformed, parser.unnonced) == (0, 0)


def test_a_fix_carries_template_parameters_and_script() -> None:
    fix = only(
        block(
            "SUGGEST_FIX",
            FIX
            | {
                "template": "restart-print-spooler",
                "parameters": {"server": "SRV-PRINT", "tries": 3, "wait": 1.5, "force": True, "user": None},
                "script": "Restart-Service Spooler\n",
                "language": "powershell",
            },
        )
    )
    assert fix.template == "restart-print-spooler"
    assert fix.parameters == {"server": "SRV-PRINT", "tries": 3, "wait": 1.5, "force": True, "user": None}
    assert (fix.script, fix.language) == ("Restart-Service Spooler\n", "powershell")


@pytest.mark.parametrize(
    ("given_confidence", "stored"),
    [
        (0, 0),
        (82, 82),
        (100, 100),
        (-5, 0),
        (250, 100),
        (82.4, 82),
        ("82", 82),
        (" 82.6 ", 83),
        ("-1e3", 0),
        (10**400, 100),
        ("9" * 400, None),
        (1e300, 100),
    ],
)
def test_confidence_is_a_number_from_0_to_100(given_confidence: object, stored: int | None) -> None:
    _, parser = read(block("SUGGEST_FIX", FIX | {"confidence": given_confidence}))
    assert [one.confidence for one in parser.blocks if isinstance(one, SuggestFix)] == (
        [] if stored is None else [stored]
    )


def fixes_with(name: str, *values: object) -> list[dict[str, Any]]:
    return [FIX | {name: value} for value in values]


@pytest.mark.parametrize(
    "body",
    [
        *fixes_with("confidence", "high", "", "82%", "٨٢", "1_0", "nan", "inf", None, True, [82], {}),
        *fixes_with("confidence", float("nan"), float("inf"), -float("inf")),
        {key: value for key, value in FIX.items() if key != "confidence"},
        *fixes_with("title", "", "  ", "\x00", 7, None, ["x"], "x" * 201),
        *fixes_with("parameters", ["x"], "x", {"a": {"b": 1}}, {"": 1}, {str(n): n for n in range(101)}),
        *(one for name in ("script", "language", "template") for one in fixes_with(name, 1, [], {})),
        *fixes_with("rationale", "x" * 4_001),
        [FIX],
        "x",
        7,
        None,
    ],
)
def test_a_fix_of_another_shape_is_malformed_and_shown_in_no_form(body: object) -> None:
    seen, parser = read(f"Look.\n{block('SUGGEST_FIX', body)}\nDone.")
    assert (seen, parser.blocks, parser.malformed) == ("Look.\nDone.", [], 1)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("FACT", {}),
        ("FACT", {"text": " "}),
        ("FACT", {"text": 1}),
        ("FACT", {"text": "x" * 4_001}),
        ("CHECK", {"title": ""}),
        ("CHECK", {"title": "x", "command": 1}),
        ("FIX_OUTCOME", {"outcome": "fixed"}),
        ("FIX_OUTCOME", {"outcome": "proposed"}),
        ("FIX_OUTCOME", {"outcome": True}),
        ("FIX_OUTCOME", {"outcome": "applied_failed", "notes": ["x"]}),
    ],
)
def test_other_blocks_of_another_shape_are_malformed(name: str, body: object) -> None:
    seen, parser = read(block(name, body))
    assert (seen, parser.blocks, parser.malformed) == ("", [], 1)


def test_members_that_nobody_asked_for_are_ignored() -> None:
    assert only(block("FACT", {"text": "x", "colour": "red"})) == Fact(text="x")


def test_blank_optional_members_are_none() -> None:
    fix = only(block("SUGGEST_FIX", FIX | {"script": "", "template": " ", "parameters": None, "rationale": None}))
    assert (fix.script, fix.template, fix.parameters, fix.rationale) == (None, None, {}, "")


def test_values_are_storable() -> None:
    raw = '{"title": "a\\u0000b\\ud83d c\\ud83d\\ude00", "confidence": 1, "parameters": {"k\\ud800": ["\\u0000v"]}}'
    fix = only(f"[SUGGEST_FIX:{NONCE}]{raw}")
    assert fix.title == "ab\ufffd c\U0001f600"
    assert fix.parameters == {"k\ufffd": ["v"]}


def test_a_title_is_one_line() -> None:
    assert only(block("CHECK", {"title": "Is it\n\ton?\x07"})).title == "Is it on?"


@pytest.mark.parametrize("depth", [25, 3_000, 30_000])
def test_nesting_without_end_is_malformed(depth: int) -> None:
    bomb = '{"a":' * depth + "1" + "}" * depth
    seen, parser = read(f"[FACT:{NONCE}]{bomb}[/FACT]\nDone.")
    assert (parser.blocks, parser.malformed) == ([], 1)
    assert seen == "Done."


@pytest.mark.parametrize(
    ("text", "seen", "count"),
    [
        ('[FACT:N]{"text": "a"}', "", 1),
        ('[FACT:N] {"text": "a"}\nb', "b", 1),
        ('[FACT:N]\n{"text": "a"}\n[/FACT]\nb', "b", 1),
        ('[FACT:N]{"text": "a"} [/FACT:N]  \nb', "b", 1),
        ('  \t[FACT:N]{"text": "a"}[/FACT] b', "b", 1),
        ('a\r\n[FACT:N]{"text": "a"}[/FACT]\r\nb', "a\r\nb", 1),
        ('[FACT:N]{"text": "a"}[/FACT][FACT:N]{"text": "b"}[/FACT]\nc', "c", 2),
        ('a\n\n[FACT:N]{"text": "a"}\n\n\nb', "a\n\nb", 1),
        ('a\n[FACT:N]{"text": "a"}\n\n[FACT:N]{"text": "b"}\nb', "a\n\nb", 2),
        ('a\n[FACT:N]{"text": "a"}\n\n    code', "a\n\n    code", 1),
        ('[FACT:N]{"text": "a"}[/CHECK]', "[/CHECK]", 1),
        ('a\n[FACT:N]{"text": "[/FACT] } \\" {"}[/FACT]\nb', "a\nb", 1),
        ('a [FACT:N]{"text": "a"}', 'a [FACT:N]{"text": "a"}', 0),
        ('> [FACT:N]{"text": "a"}', '> [FACT:N]{"text": "a"}', 0),
        ('[fact:N]{"text": "a"}', '[fact:N]{"text": "a"}', 0),
    ],
)
def test_where_a_block_begins_and_ends(text: str, seen: str, count: int) -> None:
    shown, parser = read(text.replace(":N]", f":{NONCE}]"))
    assert shown == seen.replace(":N]", f":{NONCE}]")
    assert (len(parser.blocks), parser.malformed) == (count, 0)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("```", "```"), ("~~~", "~~~~"), ("  ````json", "````"), ("- ```powershell", "  ```"), ("~~~ a`b", "~~~")],
)
def test_a_code_fence_hides_blocks_from_the_parser(opening: str, closing: str) -> None:
    inside = f"{opening}\n{block('FACT', {'text': 'a'})}\n{closing}\n"
    seen, parser = read(f"{inside}{block('FACT', {'text': 'b'})}\nb")
    assert seen == f"{inside}b"
    assert parser.blocks == [Fact(text="b")]


@pytest.mark.parametrize("line", ["```a``` b", "``", "a ```", "~~"])
def test_a_line_that_opens_no_fence_hides_nothing(line: str) -> None:
    seen, parser = read(f"{line}\n{block('FACT', {'text': 'b'})}\n")
    assert (seen, parser.blocks) == (f"{line}\n", [Fact(text="b")])


@pytest.mark.parametrize(("within", "size"), [("~~~", 3), ("```", 4), ("```x", 3)])
def test_a_fence_is_closed_only_by_its_own_kind_and_length(within: str, size: int) -> None:
    fence = "`" * size
    text = f"{fence}\n{within}\n{block('FACT', {'text': 'b'})}\n{fence}"
    assert outcome_of(text) == (text, [], 0, 0)


@pytest.mark.parametrize("nonce", [None, "", "dead", NONCE[:-1], NONCE + "0", NONCE.upper()])
def test_a_block_without_the_nonce_is_plain_text_and_is_counted(nonce: str | None) -> None:
    text = f"The ticket says:\n{block('SUGGEST_FIX', FIX, nonce=nonce)}\nOdd."
    assert outcome_of(text) == (text, [], 0, 1)


def test_a_tag_without_the_nonce_counts_only_with_its_brace() -> None:
    assert outcome_of('[FACT] is what I write.\n[FACT]\n\n  {"text"')[2:] == (0, 1)
    assert outcome_of("[FACT]\nprose {")[2:] == (0, 0)
    assert outcome_of("```\n[FACT]{}\n```")[2:] == (0, 0)


def test_without_nonces_plain_blocks_count() -> None:
    seen, parser = read(block("FACT", {"text": "a"}, nonce=None), nonce=None)
    assert (seen, parser.blocks, parser.unnonced) == ("", [Fact(text="a")], 0)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('a\n[FACT:N]{"text": "never ends', "a\n"),
        ('a\n[FACT:N]{"text": "no quote}[/FACT]\nb', "a\nb"),
        ("a\n[FACT:N]", "a\n"),
        ("a\n[FACT:N]the spooler[/FACT]\nb", "a\nb"),
        ("a\n[FACT:N]\nb", "a\nb"),
        ("a\n[FACT:N][/FACT]\nb", "a\nb"),
        ("a\n[FACT:N]{text: 'a'}[/FACT]\nb", "a\nb"),
        ("a\n[FACT:N]{}}[/FACT]\nb", "a\n}[/FACT]\nb"),
        ('a\n[FACT:N]{"text": NaN}\nb', "a\nb"),
    ],
)
def test_broken_blocks_vanish_and_are_counted(text: str, seen: str) -> None:
    shown, parser = read(text.replace(":N]", f":{NONCE}]"))
    assert (shown, parser.blocks, parser.malformed) == (seen, [], 1)


def test_blocks_behind_one_that_never_ends_are_found_by_its_closing_tag() -> None:
    text = f'[FACT:{NONCE}]{{"text": "no quote}}[/FACT]\n{block("CHECK", BODIES["CHECK"])}\nb'
    seen, parser = read(text)
    assert (seen, parser.malformed) == ("b", 1)
    assert [type(one) for one in parser.blocks] == [Check]


def test_a_block_ends_at_64_kb_at_most() -> None:
    fits = {"title": "x", "confidence": 1, "script": "y" * 39_000}
    assert only(block("SUGGEST_FIX", fits)).script == "y" * 39_000
    seen, parser = read(f"{block('FACT', {'text': 'y' * MAX_BLOCK})}\nb")
    assert (seen, parser.blocks, parser.malformed) == ("b", [], 1)
    seen, parser = read(f'[FACT:{NONCE}]{{"text": "{"y" * MAX_BLOCK}\nb')
    assert (seen, parser.malformed) == ("b", 1)


def test_text_is_released_as_soon_as_it_can_no_longer_become_a_tag() -> None:
    parser = MarkerParser(NONCE)
    released = [parser.feed(char) for char in f"[FACT:{NONCE[:3]}x] a"]
    assert released == [""] * 9 + [f"[FACT:{NONCE[:3]}x", "]", " ", "a"]
    assert MarkerParser(NONCE).feed("Hello [") == "Hello ["
    assert MarkerParser(NONCE).feed("\n[FAX") == "\n[FAX"
    assert MarkerParser(NONCE).feed("  [") == ""


def test_the_last_fix_and_outcome_win_and_facts_and_checks_add_up() -> None:
    answer = [block("SUGGEST_FIX", FIX | {"title": title}) for title in ("First", "Second")]
    answer += [block("FIX_OUTCOME", {"outcome": name}) for name in ("applied_success", "applied_failed")]
    answer += [block("FACT", {"text": text}) for text in ("a", "b")] + [block("CHECK", {"title": "c"})]
    answer += [block("SUGGEST_FIX", FIX | {"title": ""})]
    _, parser = read("\n".join(answer))
    effects = effective(parser.blocks)
    assert effects.fix is not None
    assert effects.fix.title == "Second"
    assert effects.outcome == FixOutcome(outcome="applied_failed")
    assert [fact.text for fact in effects.facts] == ["a", "b"]
    assert [check.title for check in effects.checks] == ["c"]
    assert effective([]).fix is None


# Properties --------------------------------------------------------------------------------------------------------

tags = st.sampled_from(
    [
        *(f"[{name}:{NONCE}]" for name in BODIES),
        *(f"[/{name}]" for name in BODIES),
        "[FACT]",
        "[FACT:dead]",
        f"[FACT:{NONCE[:5]}",
        "[SUGGEST_FIX",
        "[/FA",
    ]
)
scraps = st.sampled_from(
    ["{", "}", '"', "\\", "[", "]", "\n", "\n\n", " ", "\t", "\r\n", "```", "~~~", "- ", "a", "é", "{}"]
)
whole = st.sampled_from([block(name, body, close=close) for name, body in BODIES.items() for close in (True, False)])
streams = st.lists(tags | scraps | whole, max_size=40).map("".join)
prose = st.lists(st.text(max_size=30) | st.sampled_from(["[", "[FACT", "[FACT]", "\n", "```\n", " ", "[/FACT]"])).map(
    "".join
)


@given(streams, st.integers(1, 9))
def test_no_cut_of_the_stream_changes_anything(text: str, size: int) -> None:
    assert outcome_of(text, size) == outcome_of(text)


@given(prose)
def test_text_without_blocks_comes_out_unchanged(text: str) -> None:
    seen, parser = read(text, size=3)
    assert (seen, parser.blocks, parser.malformed) == (text, [], 0)


@given(st.lists(st.sampled_from(["A line.", "", "  - item", "[x] done"]) | whole, max_size=20), st.integers(1, 7))
def test_the_reader_never_sees_a_marker_not_even_for_a_moment(lines: list[str], size: int) -> None:
    text = "\n".join(lines)
    parser = MarkerParser(NONCE)
    seen = ""
    for at in range(0, len(text), size):
        seen += parser.feed(text[at : at + size])
        assert NONCE not in seen
        assert '{"' not in seen
    seen += parser.close()
    shown = [line for line in lines if NONCE not in line]
    assert len(parser.blocks) == len(lines) - len(shown)
    assert "".join(seen.split()) == "".join("".join(shown).split())


@given(
    st.text(),
    st.dictionaries(
        st.text(min_size=1, max_size=99), st.text() | st.integers() | st.booleans() | st.none(), max_size=5
    ),
)
def test_every_value_that_json_can_carry_arrives(rationale: str, parameters: dict[str, Any]) -> None:
    def stored(value: Any) -> Any:
        return value.replace("\x00", "") if isinstance(value, str) else value

    parameters = {name: value for name, value in parameters.items() if stored(name)}
    fix = only(block("SUGGEST_FIX", FIX | {"rationale": rationale, "parameters": parameters}))
    assert fix.rationale == stored(rationale).strip()
    assert fix.parameters == {stored(name): stored(value) for name, value in parameters.items()}


# Work ----------------------------------------------------------------------------------------------------------------


def count_calls(work: Callable[..., object], text: str, size: int | None) -> int:
    """Python and C calls made by the work: a measure that no busy machine disturbs."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work(text, NONCE, size)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[FACT",
        "[FACT\n",
        "\n[",
        " ",
        "\n",
        "\n```",
        f"[FACT:{NONCE}]",
        f"\n[FACT:{NONCE}]{{",
        f'[FACT:{NONCE}]{{"[/FACT]\n',
        f"[FACT:{NONCE}]{{}}\n\n",
        "[FACT]{\n",
        '\\"',
        f'[FACT:{NONCE}]{{"a":"\\',
    ],
)
def test_the_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    for cut in (None, 700):
        small, large = (count_calls(read, unit * (size // len(unit)), cut) for size in (8_000, 32_000))
        assert large <= 5 * small + 500
